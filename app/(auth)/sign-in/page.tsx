import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { pageWelcome } from '../../../server/doors/http/page.ts';
import { safeNextPath, signUpPath } from '../../_auth/next-path.ts';
import { translator } from '../../_messages/catalogue.ts';
import { Texts } from '../../_messages/texts.tsx';
import { LeftBehind } from '../left-behind.tsx';
import { SignInForm } from './sign-in-form.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('auth.signIn') });

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const { next: wanted } = await searchParams;
  const next = safeNextPath(typeof wanted === 'string' ? wanted : null);
  const { welcome } = await pageWelcome();
  // Nobody can sign in to an installation that has no account.
  if (welcome === 'first') redirect(signUpPath(next));
  return (
    <>
      <SignInForm next={next} welcome={welcome} />
      <Texts of={['actions']}>
        <LeftBehind />
      </Texts>
    </>
  );
}
