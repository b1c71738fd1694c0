'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { limits } from '../../../protocol/limits.ts';
import { auth } from '../../_auth/client.ts';
import { signInPath } from '../../_auth/next-path.ts';
import { PasswordField } from '../../_auth/password-field.tsx';
import { weaknessText } from '../../_auth/weakness.ts';
import { Field } from '../../_ui/field.tsx';
import { FormFrame } from '../form-frame.tsx';
import { ProviderButton } from '../provider-button.tsx';
import { useSecretOfAddress } from '../secret-of-address.ts';
import { useSubmission } from '../use-submission.ts';

type SignUpFormProps = {
  next: string;
  /** Whether this is the first account of the installation. */
  isFirst: boolean;
  /** Who invited, and with what. */
  host: string | null;
  invitation: string | null;
  /** The address that a link has proved, and that link. */
  proved?: { email: string; confirmation: string } | null;
  /** The provider of single sign-on. */
  provider: string | null;
};

export const SignUpForm = ({ next, isFirst, host, invitation, proved = null, provider }: SignUpFormProps) => {
  const t = useTranslations('auth');
  const account = useTranslations('account');
  const [name, setName] = useState('');
  const [email, setEmail] = useState(proved?.email ?? '');
  const [password, setPassword] = useState('');
  const [code, setCode] = useSecretOfAddress('code');
  const { busy, errorAt, setError, submit } = useSubmission(next);
  const send = () => {
    if (name.trim() === '') return setError('nameMissing');
    if (!/^\S+@\S+$/.test(email.trim())) return setError('emailInvalid');
    const weakness = weaknessText(password, { name, email });
    if (weakness) return setError(weakness);
    if (isFirst && code.trim() === '') return setError('codeMissing');
    const confirmation = proved?.confirmation;
    const extra = {
      ...(isFirst && { code: code.trim() }),
      ...(invitation !== null && { invitation }),
      ...(confirmation !== undefined && { confirmation }),
    };
    const body = { name: name.trim(), email: email.trim(), password, ...extra };
    void submit(() => auth.$fetch('/sign-up/email', { method: 'POST', body }));
  };
  const invited = host === null ? undefined : t('invitedBy', { name: host });
  return (
    <FormFrame
      title={t('signUpTitle')}
      lead={isFirst ? t('firstLead') : invited}
      action={t('signUp')}
      busy={busy}
      error={errorAt()}
      beside={
        provider === null || isFirst ? undefined : (
          <ProviderButton name={provider} next={next} invitation={invitation} />
        )
      }
      other={isFirst ? undefined : { question: t('haveAccount'), label: t('signIn'), href: signInPath(next) }}
      onSubmit={send}
    >
      <Field
        label={account('name')}
        error={errorAt('name')}
        hint={t('nameHint')}
        name="name"
        autoComplete="name"
        autoFocus
        most={limits.personName}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Field
        label={t('email')}
        error={errorAt('email')}
        type="email"
        name="email"
        autoComplete="username"
        most={limits.email}
        readOnly={proved !== null}
        hint={proved === null ? undefined : t('emailProved')}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <PasswordField
        label={account('password')}
        error={errorAt('password')}
        hint={account('passwordHint')}
        name="new-password"
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {isFirst ? (
        <Field
          label={t('code')}
          error={errorAt('code')}
          hint={t('codeHint')}
          name="code"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      ) : null}
    </FormFrame>
  );
};
