'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { PageWelcome } from '../../../server/doors/http/page.ts';
import { auth } from '../../_auth/client.ts';
import { signUpPath } from '../../_auth/next-path.ts';
import { PasswordField } from '../../_auth/password-field.tsx';
import { Field } from '../../_ui/field.tsx';
import { FormFrame } from '../form-frame.tsx';
import { useSubmission } from '../use-submission.ts';

export const SignInForm = ({ next, welcome }: { next: string; welcome: PageWelcome['welcome'] }) => {
  const t = useTranslations('auth');
  const account = useTranslations('account');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { busy, errorAt, setError, submit } = useSubmission(next);
  const send = () => {
    if (!/^\S+@\S+$/.test(email.trim())) return setError('emailInvalid');
    if (password === '') return setError('passwordMissing');
    void submit(() => auth.signIn.email({ email: email.trim(), password }));
  };
  return (
    <FormFrame
      title={t('signInTitle')}
      lead={t('signInLead')}
      action={t('signIn')}
      busy={busy}
      error={errorAt()}
      other={
        welcome === 'open'
          ? { question: t('noAccount'), label: t('signUp'), href: signUpPath(next) }
          : { question: welcome === 'closed' ? account('errors.closed') : t('byInvitation') }
      }
      onSubmit={send}
    >
      <Field
        label={t('email')}
        error={errorAt('email')}
        type="email"
        name="email"
        autoComplete="username"
        autoFocus
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <PasswordField
        label={account('password')}
        error={errorAt('password')}
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
    </FormFrame>
  );
};
