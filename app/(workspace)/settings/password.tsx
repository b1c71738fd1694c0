'use client';

import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { auth } from '../../_auth/client.ts';
import { PasswordField } from '../../_auth/password-field.tsx';
import { Button } from '../../_ui/button.tsx';
import { toast } from '../../_ui/toast.ts';
import { Group } from './group.tsx';
import { useAccountRequest } from './use-account.ts';

const shortest = 8;

export const Password = () => {
  const t = useTranslations();
  const { busy, send } = useAccountRequest();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const ready = current !== '' && next.length >= shortest;
  const change = async () => {
    const answer = await send(() =>
      auth.changePassword({ currentPassword: current, newPassword: next, revokeOtherSessions: true }),
    );
    if (!answer.ok) return;
    setCurrent('');
    setNext('');
    toast.success(t('settings.passwordChanged'));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !busy) void change();
  };
  return (
    <Group title={t('settings.password')} hint={t('settings.passwordLead')}>
      <form onSubmit={submit} className="flex max-w-90 flex-col items-start gap-3 [&>div]:w-full">
        <PasswordField
          label={t('settings.currentPassword')}
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
        />
        <PasswordField
          label={t('settings.newPassword')}
          hint={t('auth.passwordHint')}
          autoComplete="new-password"
          maxLength={128}
          value={next}
          onChange={(event) => setNext(event.target.value)}
        />
        <Button type="submit" kind="primary" disabled={!ready || busy}>
          {t('settings.changePassword')}
        </Button>
      </form>
    </Group>
  );
};
