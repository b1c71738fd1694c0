import type { Metadata } from 'next';
import { pageWelcome } from '../../../server/doors/http/page.ts';
import { safeNextPath, signInPath } from '../../_auth/next-path.ts';
import { translator } from '../../_messages/catalogue.ts';
import { OtherWayIn } from '../form-frame.tsx';
import { requireNobody } from '../signed-out.ts';
import { DomainSignUp } from './domain-sign-up.tsx';
import { SignUpForm } from './sign-up-form.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await translator())('auth.signUp') });

type Query = Promise<{ next?: string | string[]; invitation?: string | string[] }>;

const one = (value: string | string[] | undefined): string | null => (typeof value === 'string' ? value : null);

export default async function SignUpPage({ searchParams }: { searchParams: Query }) {
  await requireNobody();
  const query = await searchParams;
  const next = safeNextPath(one(query.next));
  const invitation = one(query.invitation);
  const { welcome, host, provider, domains } = await pageWelcome();
  if (welcome === 'first' || welcome === 'open' || (welcome !== 'closed' && host !== null))
    return (
      <SignUpForm
        next={next}
        isFirst={welcome === 'first'}
        host={host}
        invitation={host && invitation}
        provider={provider}
      />
    );
  if (welcome === 'domain' && invitation === null)
    return <DomainSignUp next={next} domains={domains} provider={provider} />;
  const t = await translator();
  const reason = welcome === 'closed' ? 'closed' : invitation === null ? 'invitationNeeded' : 'invitationOver';
  return (
    <>
      <h1 className="font-semibold text-2xl">{t('auth.signUpTitle')}</h1>
      <p className="mt-2">{t(`account.errors.${reason}`)}</p>
      <OtherWayIn question={t('auth.haveAccount')} label={t('auth.signIn')} href={signInPath(next)} />
    </>
  );
}
