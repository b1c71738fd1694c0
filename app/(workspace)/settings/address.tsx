'use client';

import { type FormEvent, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { limits } from '../../../protocol/limits.ts';
import { auth } from '../../_auth/client.ts';
import { Button } from '../../_ui/button.tsx';
import { Field, isTooLong } from '../../_ui/field.tsx';
import { FormError } from './form-error.tsx';
import { Group } from './group.tsx';
import { ListState } from './list-state.tsx';
import { useAccountForm, useAccountList } from './use-account.ts';

type Own = { email: string; emailVerified: boolean };

const read = async () => {
  const { data, error } = await auth.$fetch<{ user: Own } | null>('/get-session');
  return { data: data?.user ?? null, error };
};

const fieldOf = { emailInvalid: 'email', tooManyLetters: 'email' } as const;

/** Asks for the letter with whose link an address becomes that of the account. */
const useLetter = () => {
  const language = useLocale();
  const { busy, send, setError, errorAt } = useAccountForm<'email'>(fieldOf);
  const [sentTo, setSentTo] = useState<string | null>(null);
  const ask = async (email: string) => {
    if (busy) return;
    if (!/^\S+@\S+$/.test(email)) return setError('emailInvalid');
    setSentTo(null);
    const body = { email, language };
    const answer = await send(() => auth.$fetch('/address/change', { method: 'POST', body }));
    if (answer.ok) setSentTo(email);
  };
  return { busy, errorAt, sentTo, ask };
};

const AddressForm = ({ own }: { own: Own }) => {
  const t = useTranslations();
  const { busy, errorAt, sentTo, ask } = useLetter();
  const [email, setEmail] = useState('');
  const submit = (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    if (!isTooLong(event)) void ask(email.trim());
  };
  return (
    <div className="flex max-w-90 flex-col items-start gap-3">
      <p className="wrap-anywhere">
        <bdi className="font-medium">{own.email}</bdi>{' '}
        <span className="text-soft">{t(own.emailVerified ? 'settings.addressConfirmed' : 'settings.addressOpen')}</span>
      </p>
      {own.emailVerified ? null : (
        <Button aria-disabled={busy} onClick={() => void ask(own.email)}>
          {t('settings.addressConfirm')}
        </Button>
      )}
      <form onSubmit={submit} noValidate className="flex w-full flex-col items-start gap-3 [&>div]:w-full">
        <Field
          label={t('settings.newAddress')}
          error={errorAt('email')}
          type="email"
          autoComplete="email"
          most={limits.email}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <FormError text={errorAt()} />
        <p role="status" className="wrap-anywhere empty:hidden">
          {sentTo === null ? null : t('settings.addressSent', { email: sentTo })}
        </p>
        <Button type="submit" kind="primary" aria-disabled={busy}>
          {t(sentTo === null || sentTo !== email.trim() ? 'settings.addressSend' : 'settings.addressSendAgain')}
        </Button>
      </form>
    </div>
  );
};

/** The address that one signs in with. Another one counts once a letter has proved it. */
export const Address = ({ mail }: { mail: boolean }) => {
  const t = useTranslations('settings');
  const own = useAccountList<Own>(read);
  return (
    <Group id="address" title={t('address')} hint={t(mail ? 'addressHint' : 'addressNeedsMail')}>
      {own.status === 'ready' ? (
        mail ? (
          <AddressForm own={own.data} />
        ) : (
          <p className="wrap-anywhere font-medium">{own.data.email}</p>
        )
      ) : (
        <ListState status={own.status} onRetry={() => void own.load()} />
      )}
    </Group>
  );
};
