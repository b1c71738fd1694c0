import type { Metadata } from 'next';
import { safeNextPath } from '../../_auth/next-path.ts';
import { translator } from '../../_messages/catalogue.ts';
import { SignUpForm } from './sign-up-form.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('auth.signUp') });

export default async function SignUpPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const { next } = await searchParams;
  return <SignUpForm next={safeNextPath(typeof next === 'string' ? next : null)} />;
}
