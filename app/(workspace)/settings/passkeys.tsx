'use client';

import { KeyRound } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { auth } from '../../_auth/client.ts';
import { hasPasskeys, makePasskey } from '../../_auth/passkey.ts';
import { Button } from '../../_ui/button.tsx';
import Confirm from '../../_ui/confirm.tsx';
import { useMoments, useNow } from '../../_ui/moments.ts';
import { toast } from '../../_ui/toast.ts';
import { deviceName } from './device-name.ts';
import { Group } from './group.tsx';
import { ListState } from './list-state.tsx';
import { useAccountList, useAccountRequest } from './use-account.ts';

type Passkey = { id: string; name: string; createdAt: string; usedAt: string | null };

const read = async () => {
  const { data, error } = await auth.$fetch<{ data: Passkey[] }>('/passkeys');
  return { data: data?.data ?? null, error };
};

const PasskeyRow = ({ passkey, onRemove }: { passkey: Passkey; onRemove: () => void }) => {
  const t = useTranslations('security');
  const moments = useMoments();
  const now = useNow('minute');
  const { name, createdAt, usedAt } = passkey;
  return (
    <li className="flex min-h-14 items-center gap-3 border-b px-3 py-2 last:border-0">
      <KeyRound className="size-5 shrink-0 text-soft" aria-hidden />
      <div className="min-w-0 flex-1">
        <div className="truncate font-medium">{name}</div>
        <div className="truncate text-soft text-sm">
          {t('passkeyMade', { time: moments.ago(Date.parse(createdAt), now) })}
          {' · '}
          {usedAt ? t('passkeyUsed', { time: moments.ago(Date.parse(usedAt), now) }) : t('passkeyNeverUsed')}
        </div>
      </div>
      <Button size="sm" onClick={onRemove} aria-label={t('removePasskeyNamed', { name })}>
        {t('removePasskey')}
      </Button>
    </li>
  );
};

/** Keys on this and other devices, in the place of password and second step. */
export const Passkeys = () => {
  const t = useTranslations('security');
  const settings = useTranslations('settings');
  const list = useAccountList<Passkey[]>(read);
  const { busy, send } = useAccountRequest();
  const [can, setCan] = useState(false);
  useEffect(() => setCan(hasPasskeys()), []);
  const [removing, setRemoving] = useState<Passkey | null>(null);
  const add = async () => {
    const name = deviceName(navigator.userAgent) ?? settings('unknownDevice');
    const answer = await send(() => makePasskey(name));
    if (answer.ok) toast.success(t('passkeyAdded'));
    await list.load();
  };
  const remove = async (passkeyId: string) => {
    await send(() => auth.$fetch('/passkeys/delete', { method: 'POST', body: { passkeyId } }));
    await list.load();
  };
  return (
    <Group id="passkeys" title={t('passkeys')} hint={t('passkeysHint')}>
      {list.status !== 'ready' ? (
        <ListState status={list.status} onRetry={() => void list.load()} />
      ) : list.data.length === 0 ? null : (
        <ul aria-label={t('passkeys')} className="rounded-lg border">
          {list.data.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} onRemove={() => setRemoving(passkey)} />
          ))}
        </ul>
      )}
      {can ? (
        <Button className="w-fit" disabled={busy} onClick={() => void add()}>
          {t('addPasskey')}
        </Button>
      ) : (
        <p className="text-soft">{t('noPasskeysHere')}</p>
      )}
      {removing ? (
        <Confirm
          title={t('removePasskeyTitle', { name: removing.name })}
          hint={t('removePasskeyHint')}
          action={t('removePasskey')}
          onConfirm={() => void remove(removing.id)}
          onClose={() => setRemoving(null)}
        />
      ) : null}
    </Group>
  );
};
