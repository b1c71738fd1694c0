'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { auth } from '../../_auth/client.ts';
import { PasswordField } from '../../_auth/password-field.tsx';
import { Field } from '../../_ui/field.tsx';
import { FormFrame } from '../form-frame.tsx';
import { useSubmission } from '../use-submission.ts';

export const SignInForm = ({ next }: { next: string }) => {
  const t = useTranslations('auth');
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
      other={{
        question: t('noAccount'),
        label: t('signUp'),
        href: next === '/chat' ? '/sign-up' : `/sign-up?next=${encodeURIComponent(next)}`,
      }}
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
        label={t('password')}
        error={errorAt('password')}
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
    </FormFrame>
  );
};
