'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { auth } from '../../_auth/client.ts';
import { signInPath } from '../../_auth/next-path.ts';
import { PasswordField } from '../../_auth/password-field.tsx';
import { Field } from '../../_ui/field.tsx';
import { FormFrame } from '../form-frame.tsx';
import { useSubmission } from '../use-submission.ts';

const shortestPassword = 8;

export const SignUpForm = ({ next }: { next: string }) => {
  const t = useTranslations('auth');
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { busy, errorAt, setError, submit } = useSubmission(next);
  const send = () => {
    if (name.trim() === '') return setError('nameMissing');
    if (!/^\S+@\S+$/.test(email.trim())) return setError('emailInvalid');
    if (password.length < shortestPassword) return setError('passwordShort');
    void submit(() => auth.signUp.email({ name: name.trim(), email: email.trim(), password }));
  };
  return (
    <FormFrame
      title={t('signUpTitle')}
      lead={t('signUpLead')}
      action={t('signUp')}
      busy={busy}
      error={errorAt()}
      other={{ question: t('haveAccount'), label: t('signIn'), href: signInPath(next) }}
      onSubmit={send}
    >
      <Field
        label={t('name')}
        error={errorAt('name')}
        hint={t('nameHint')}
        name="name"
        autoComplete="name"
        autoFocus
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Field
        label={t('email')}
        error={errorAt('email')}
        type="email"
        name="email"
        autoComplete="username"
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <PasswordField
        label={t('password')}
        error={errorAt('password')}
        hint={t('passwordHint')}
        name="new-password"
        autoComplete="new-password"
        maxLength={128}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
    </FormFrame>
  );
};
