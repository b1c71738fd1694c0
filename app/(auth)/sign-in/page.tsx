import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { pageWelcome } from '../../../server/doors/http/page.ts';
import { safeNextPath, signUpPath } from '../../_auth/next-path.ts';
import { translator } from '../../_messages/catalogue.ts';
import { Texts } from '../../_messages/texts.tsx';
import { LeftBehind } from '../left-behind.tsx';
import { requireNobody } from '../signed-out.ts';
import { SignInForm } from './sign-in-form.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('auth.signIn') });

type Query = Promise<{ next?: string | string[]; refused?: string | string[] }>;

const one = (value: string | string[] | undefined): string | null => (typeof value === 'string' ? value : null);

export default async function SignInPage({ searchParams }: { searchParams: Query }) {
  await requireNobody();
  const query = await searchParams;
  const next = safeNextPath(one(query.next));
  const { welcome, secondStep, provider } = await pageWelcome();
  // Nobody can sign in to an installation that has no account.
  if (welcome === 'first') redirect(signUpPath(next));
  return (
    <>
      <SignInForm
        next={next}
        welcome={welcome}
        secondStep={secondStep}
        provider={provider}
        refused={one(query.refused)}
      />
      <Texts of={['actions']}>
        <LeftBehind />
      </Texts>
    </>
  );
}
