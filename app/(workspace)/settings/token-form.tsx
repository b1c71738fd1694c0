'use client';

import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { limits } from '../../../protocol/limits.ts';
import { auth } from '../../_auth/client.ts';
import { Button } from '../../_ui/button.tsx';
import { Field, isTooLong } from '../../_ui/field.tsx';
import { Select } from '../../_ui/select.tsx';
import { FormError } from './form-error.tsx';
import { useAccountForm } from './use-account.ts';

const day = 86_400;
const spans = ['30', '90', '365'] as const;
const fieldOf = {
  tokenNameMissing: 'name',
  nameInvalid: 'name',
} as const;

type Made = { key: string };

/** Makes an API token. */
export const TokenForm = ({ onMade }: { onMade: (value: string) => void }) => {
  const t = useTranslations('settings');
  const { busy, send, setError, errorAt } = useAccountForm<'name'>(fieldOf);
  const [name, setName] = useState('');
  const [days, setDays] = useState<string>('90');
  const create = async () => {
    if (name.trim() === '') return setError('tokenNameMissing');
    const body = { name: name.trim(), expiresIn: Number(days) * day };
    const answer = await send(() => auth.$fetch<Made>('/api-key/create', { method: 'POST', body }));
    if (!answer.ok || !answer.data) return;
    setName('');
    onMade(answer.data.key);
  };
  const submit = (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    if (!busy && !isTooLong(event)) void create();
  };
  return (
    <form onSubmit={submit} noValidate className="flex max-w-90 flex-col items-start gap-3 [&>div]:w-full">
      <Field
        label={t('tokenName')}
        error={errorAt('name')}
        placeholder={t('tokenNamePlaceholder')}
        autoComplete="off"
        most={limits.tokenName}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <div className="flex items-center gap-2">
        <span aria-hidden>{t('tokenSpan')}</span>
        <Select
          label={t('tokenSpan')}
          value={days}
          options={spans.map((span) => ({ value: span, label: t('tokenDays', { days: Number(span) }) }))}
          onChange={setDays}
        />
      </div>
      <FormError text={errorAt()} />
      <Button type="submit" kind="primary" aria-disabled={busy}>
        {t('createToken')}
      </Button>
    </form>
  );
};
