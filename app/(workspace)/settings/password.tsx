'use client';

import { type FormEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { auth } from '../../_auth/client.ts';
import { PasswordField } from '../../_auth/password-field.tsx';
import { weaknessText } from '../../_auth/weakness.ts';
import { Button } from '../../_ui/button.tsx';
import { toast } from '../../_ui/toast.ts';
import { FormError } from './form-error.tsx';
import { Group } from './group.tsx';
import { useAccountForm } from './use-account.ts';

const fieldOf = {
  passwordMissing: 'current',
  passwordWrong: 'current',
  passwordShort: 'next',
  passwordLong: 'next',
  passwordRepeated: 'next',
  passwordPersonal: 'next',
  passwordCommon: 'next',
} as const;

export const Password = ({ name }: { name: string }) => {
  const t = useTranslations();
  const tokensId = useId();
  const { busy, send, setError, errorAt } = useAccountForm<'current' | 'next'>(fieldOf);
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [endTokens, setEndTokens] = useState(false);
  const change = async () => {
    if (current === '') return setError('passwordMissing');
    const weakness = weaknessText(next, { name });
    if (weakness) return setError(weakness);
    const body = { currentPassword: current, newPassword: next, endTokens };
    const answer = await send(() => auth.$fetch('/change-password', { method: 'POST', body }));
    if (!answer.ok) return;
    setCurrent('');
    setNext('');
    setEndTokens(false);
    toast.success(t(endTokens ? 'settings.passwordAndTokensChanged' : 'settings.passwordChanged'));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) void change();
  };
  return (
    <Group id="password" title={t('settings.password')} hint={t('settings.passwordLead')}>
      <form onSubmit={submit} noValidate className="flex max-w-90 flex-col items-start gap-3 [&>div]:w-full">
        <PasswordField
          label={t('settings.currentPassword')}
          error={errorAt('current')}
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
        />
        <PasswordField
          label={t('settings.newPassword')}
          error={errorAt('next')}
          hint={t('account.passwordHint')}
          autoComplete="new-password"
          value={next}
          onChange={(event) => setNext(event.target.value)}
        />
        <label htmlFor={tokensId} className="flex min-h-9 items-center gap-2 max-sm:min-h-11">
          <input
            id={tokensId}
            type="checkbox"
            checked={endTokens}
            onChange={(event) => setEndTokens(event.target.checked)}
            className="size-4 accent-accent"
          />
          {t('settings.endTokens')}
        </label>
        <FormError text={errorAt()} />
        <Button type="submit" kind="primary" aria-disabled={busy}>
          {t('settings.changePassword')}
        </Button>
      </form>
    </Group>
  );
};
