'use client';

import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { auth } from '../../_auth/client.ts';
import { Button } from '../../_ui/button.tsx';
import Confirm from '../../_ui/confirm.tsx';
import { useMoments, useNow } from '../../_ui/moments.ts';
import { Group } from './group.tsx';
import { ListState } from './list-state.tsx';
import { NewToken } from './new-token.tsx';
import { TokenForm } from './token-form.tsx';
import { useAccountList, useAccountRequest } from './use-account.ts';

type Token = {
  id: string;
  name: string | null;
  start: string | null;
  createdAt: Date;
  lastRequest: Date | null;
  expiresAt: Date | null;
};

const readTokens = async () => {
  const { data, error } = await auth.apiKey.list();
  return { data: data?.apiKeys ?? null, error };
};

const TokenRow = ({ token, onRevoke }: { token: Token; onRevoke: () => void }) => {
  const t = useTranslations('settings');
  const moments = useMoments();
  const now = useNow('minute');
  const ago = (date: Date) => moments.ago(new Date(date).getTime(), now);
  const name = token.name ?? '';
  return (
    <li className="flex min-h-14 items-center gap-3 border-b px-3 py-2 last:border-0">
      <KeyRound className="size-5 shrink-0 text-soft" aria-hidden />
      <div className="min-w-0 flex-1">
        <div className="truncate font-medium">{name}</div>
        <div className="truncate text-soft text-sm">
          {token.start ? <code className="mr-2 font-mono text-xs">{token.start}…</code> : null}
          {t('tokenCreatedAt', { time: ago(token.createdAt) })}
          {' · '}
          {token.lastRequest ? t('tokenUsedAt', { time: ago(token.lastRequest) }) : t('tokenNeverUsed')}
          {token.expiresAt
            ? ` · ${t('tokenEndsAt', { time: moments.dayName(new Date(token.expiresAt).getTime(), now) })}`
            : null}
        </div>
      </div>
      <Button size="sm" onClick={onRevoke} aria-label={t('revokeTokenNamed', { name })}>
        {t('revokeToken')}
      </Button>
    </li>
  );
};

/** API tokens: made here, shown once, revoked here. */
export const Tokens = () => {
  const t = useTranslations('settings');
  const list = useAccountList<Token[]>(readTokens);
  const { send } = useAccountRequest();
  const [made, setMade] = useState<string | null>(null);
  const [revoking, setRevoking] = useState<Token | null>(null);
  const revoke = async (token: Token) => {
    await send(() => auth.apiKey.delete({ keyId: token.id }));
    await list.load();
  };
  const show = async (value: string) => {
    setMade(value);
    await list.load();
  };
  return (
    <Group id="tokens" title={t('tokens')} hint={t('tokensHint')}>
      <TokenForm onMade={(value) => void show(value)} />
      {made ? <NewToken value={made} onDone={() => setMade(null)} /> : null}
      {list.status !== 'ready' ? (
        <ListState status={list.status} onRetry={() => void list.load()} />
      ) : list.data.length === 0 ? (
        <p className="text-soft">{t('noTokens')}</p>
      ) : (
        <ul aria-label={t('tokens')} className="rounded-lg border">
          {list.data.map((token) => (
            <TokenRow key={token.id} token={token} onRevoke={() => setRevoking(token)} />
          ))}
        </ul>
      )}
      {revoking ? (
        <Confirm
          title={t('revokeTokenTitle', { name: revoking.name ?? '' })}
          hint={t('revokeTokenHint')}
          action={t('revokeToken')}
          onConfirm={() => void revoke(revoking)}
          onClose={() => setRevoking(null)}
        />
      ) : null}
    </Group>
  );
};
