'use client';

import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { PageWelcome } from '../../../server/doors/http/page.ts';
import { auth } from '../../_auth/client.ts';
import { signUpPath } from '../../_auth/next-path.ts';
import { PasswordField } from '../../_auth/password-field.tsx';
import { authErrorKey } from '../../_auth/refusal.ts';
import { EmailField } from '../email-field.tsx';
import { FormFrame } from '../form-frame.tsx';
import { PasskeyButton } from '../passkey-button.tsx';
import { ProviderButton } from '../provider-button.tsx';
import { useSubmission } from '../use-submission.ts';
import { SecondStepForm } from './second-step-form.tsx';

type Props = { next: string; refused: string | null } & Pick<PageWelcome, 'welcome' | 'secondStep' | 'provider'>;

/** Both steps of signing in; most people have one. */
export const SignInForm = ({ secondStep, ...rest }: Props) => {
  const [isSecond, setSecond] = useState(secondStep);
  if (isSecond) return <SecondStepForm next={rest.next} onStartOver={() => setSecond(false)} />;
  return <FirstStepForm {...rest} onSecondStep={() => setSecond(true)} />;
};

/** What is answered to the first step: nothing of ours, unless a second one must follow. */
type FirstStep = { data?: { secondFactor: true } };

type FirstProps = Omit<Props, 'secondStep'> & { onSecondStep: () => void };

const FirstStepForm = ({ next, welcome, provider, refused, onSecondStep }: FirstProps) => {
  const t = useTranslations('auth');
  const account = useTranslations('account');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { busy, errorAt, setError, submit } = useSubmission<FirstStep>(next, ({ data }) => {
    if (data?.secondFactor) onSecondStep();
    return data?.secondFactor === true;
  });
  const send = () => {
    if (!/^\S+@\S+$/.test(email.trim())) return setError('emailInvalid');
    if (password === '') return setError('passwordMissing');
    const body = { email: email.trim(), password };
    void submit(() => auth.$fetch<FirstStep>('/sign-in/email', { method: 'POST', body }));
  };
  return (
    <FormFrame
      title={t('signInTitle')}
      lead={t('signInLead')}
      action={t('signIn')}
      busy={busy}
      error={
        errorAt() ??
        (refused === null || busy ? undefined : account(`errors.${authErrorKey({ status: 403, code: refused })}`))
      }
      beside={
        <>
          {provider === null ? null : <ProviderButton name={provider} next={next} />}
          <PasskeyButton next={next} />
        </>
      }
      other={
        welcome === 'open' || welcome === 'domain'
          ? { question: t('noAccount'), label: t('signUp'), href: signUpPath(next) }
          : { question: welcome === 'closed' ? account('errors.closed') : t('byInvitation') }
      }
      onSubmit={send}
    >
      <EmailField autoComplete="username" error={errorAt('email')} value={email} onChange={setEmail} />
      <PasswordField
        label={account('password')}
        error={errorAt('password')}
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Link href="/forgotten" className="-mt-2 w-fit text-accent-ink text-sm underline-offset-4 hover:underline">
        {t('forgotten')}
      </Link>
    </FormFrame>
  );
};
