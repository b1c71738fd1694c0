import type { Metadata } from 'next';
import { safeNextPath } from '../../_auth/next-path.ts';
import { translator } from '../../_messages/catalogue.ts';
import { SignInForm } from './sign-in-form.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('auth.signIn') });

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const { next } = await searchParams;
  return <SignInForm next={safeNextPath(typeof next === 'string' ? next : null)} />;
}
