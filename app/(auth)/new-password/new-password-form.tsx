'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { auth } from '../../_auth/client.ts';
import { PasswordField } from '../../_auth/password-field.tsx';
import { weaknessText } from '../../_auth/weakness.ts';
import { Done } from '../done.tsx';
import { FormFrame } from '../form-frame.tsx';
import { useSecretOfAddress } from '../secret-of-address.ts';
import { useSubmission } from '../use-submission.ts';

/** A new password by a link. */
export const NewPasswordForm = () => {
  const t = useTranslations('auth');
  const account = useTranslations('account');
  const [token] = useSecretOfAddress('token');
  const [password, setPassword] = useState('');
  const [endTokens, setEndTokens] = useState(false);
  const [done, setDone] = useState(false);
  const { busy, errorAt, setErrorText, setError, submit } = useSubmission(() => setDone(true));
  const send = () => {
    if (token === '') return setErrorText(t('newPasswordNoToken'));
    const weakness = weaknessText(password, {});
    if (weakness) return setError(weakness);
    const body = { token, newPassword: password, endTokens };
    void submit(() => auth.$fetch('/new-password', { method: 'POST', body }));
  };
  if (done)
    return (
      <Done
        title={t('newPasswordDoneTitle')}
        lead={t('newPasswordDone')}
        other={{ question: '', label: t('signIn'), href: '/sign-in' }}
      />
    );
  return (
    <FormFrame
      title={t('newPasswordTitle')}
      lead={t('newPasswordLead')}
      action={t('newPasswordSet')}
      busy={busy}
      error={errorAt()}
      other={{ question: '', label: t('askAnew'), href: '/forgotten' }}
      onSubmit={send}
    >
      <PasswordField
        label={t('newPassword')}
        error={errorAt('password')}
        hint={account('passwordHint')}
        name="new-password"
        autoComplete="new-password"
        autoFocus
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <label className="flex items-center gap-2">
        <input type="checkbox" checked={endTokens} onChange={(event) => setEndTokens(event.target.checked)} />
        {t('newPasswordEndTokens')}
      </label>
    </FormFrame>
  );
};
