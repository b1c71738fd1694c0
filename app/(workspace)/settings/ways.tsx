'use client';

import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { auth } from '../../_auth/client.ts';
import { authErrorKey } from '../../_auth/refusal.ts';
import { Button } from '../../_ui/button.tsx';
import Confirm from '../../_ui/confirm.tsx';
import { toast } from '../../_ui/toast.ts';
import { FormError } from './form-error.tsx';
import { Group } from './group.tsx';
import { useAccountList, useAccountRequest } from './use-account.ts';

type State = { password: boolean; provider: { name: string; linked: boolean } | null };

const read = async () => {
  const { data, error } = await auth.$fetch<{ data: State }>('/ways');
  return { data: data?.data ?? null, error };
};

const back = '/settings#sign-in';

/** The account of the organisation, linked by its owner while they are signed in. */
const ProviderLink = ({ name, linked, onChange }: NonNullable<State['provider']> & { onChange: () => void }) => {
  const t = useTranslations();
  const { busy, send } = useAccountRequest();
  const refused = useSearchParams().get('refused');
  const [isEnding, setEnding] = useState(false);
  const link = async () => {
    const answer = await send(() =>
      auth.$fetch<{ data: { address: string } }>('/oidc/link', { method: 'POST', body: { next: back } }),
    );
    if (answer.ok && answer.data) window.location.assign(answer.data.data.address);
  };
  const unlink = async () => {
    const answer = await send(() => auth.$fetch('/oidc/unlink', { method: 'POST', body: {} }));
    if (answer.ok) toast.success(t('security.unlinked'));
    onChange();
  };
  return (
    <div className="flex flex-col items-start gap-3">
      <p>{t(linked ? 'security.providerLinked' : 'security.providerNotLinked', { name })}</p>
      {linked ? (
        <Button disabled={busy} onClick={() => setEnding(true)}>
          {t('security.unlink')}
        </Button>
      ) : (
        <Button disabled={busy} onClick={() => void link()}>
          {t('security.link', { name })}
        </Button>
      )}
      <FormError
        text={refused === null ? undefined : t(`account.errors.${authErrorKey({ status: 403, code: refused })}`)}
      />
      {isEnding ? (
        <Confirm
          title={t('security.unlinkTitle', { name })}
          hint={t('security.unlinkHint')}
          action={t('security.unlink')}
          onConfirm={() => void unlink()}
          onClose={() => setEnding(false)}
        />
      ) : null}
    </div>
  );
};

/** By which ways one gets in besides the password; nothing is shown where there is none. */
export const Ways = () => {
  const t = useTranslations('security');
  const ways = useAccountList<State>(read);
  if (ways.status !== 'ready' || ways.data.provider === null) return null;
  return (
    <Group id="sign-in" title={t('ways')} hint={t('waysHint')}>
      <ProviderLink {...ways.data.provider} onChange={() => void ways.load()} />
    </Group>
  );
};
