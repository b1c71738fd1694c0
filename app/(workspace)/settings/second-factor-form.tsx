'use client';

import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { auth } from '../../_auth/client.ts';
import { Button } from '../../_ui/button.tsx';
import { Field } from '../../_ui/field.tsx';
import { later } from '../../_ui/later.tsx';
import { FormError } from './form-error.tsx';
import { useAccountForm } from './use-account.ts';

const QrCode = later(() => import('../../_ui/qr-code.tsx'));

const fieldOf = { codeMissing: 'code', secondCodeWrong: 'code', secondCodeMissing: 'code' } as const;

type Props = {
  /** What a telephone reads, and the key in it for those who type. */
  address: string;
  secret: string;
  onTurnedOn: (codes: string[]) => void;
  onCancel: () => void;
};

const groups = (key: string): string => key.replaceAll(/.{4}(?=.)/g, '$& ');

/** Lets a telephone know the key, and holds only once a code that it shows was right. */
export const SecondFactorForm = ({ address, secret, onTurnedOn, onCancel }: Props) => {
  const t = useTranslations();
  const { busy, send, setError, errorAt } = useAccountForm<'code'>(fieldOf);
  const [code, setCode] = useState('');
  const turnOn = async () => {
    if (code.trim() === '') return setError('secondCodeMissing');
    const body = { code: code.trim() };
    const answer = await send(() =>
      auth.$fetch<{ data: { codes: string[] } }>('/second-factor/turn-on', { method: 'POST', body }),
    );
    if (answer.ok && answer.data) onTurnedOn(answer.data.data.codes);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) void turnOn();
  };
  return (
    <form onSubmit={submit} noValidate className="flex max-w-90 flex-col items-start gap-3 [&>div]:w-full">
      <p>{t('security.scan')}</p>
      <QrCode value={address} label={t('security.qr')} />
      <p className="text-soft text-sm">
        {t('security.orType')} <code className="wrap-anywhere select-all font-mono text-ink">{groups(secret)}</code>
      </p>
      <Field
        label={t('security.code')}
        error={errorAt('code')}
        inputMode="numeric"
        autoComplete="one-time-code"
        autoFocus
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <FormError text={errorAt()} />
      <div className="flex gap-2">
        <Button type="submit" kind="primary" aria-disabled={busy}>
          {t('security.turnOn')}
        </Button>
        <Button onClick={onCancel}>{t('actions.cancel')}</Button>
      </div>
    </form>
  );
};
