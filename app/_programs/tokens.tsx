'use client';

import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Bot, Token } from '../../protocol/index.ts';
import { useMe } from '../_live/connection/hooks.ts';
import { useLive } from '../_live/core/hooks.ts';
import { useNames } from '../_people/names.ts';
import { Button } from '../_ui/button.tsx';
import Confirm from '../_ui/confirm.tsx';
import { useMoments, useNow } from '../_ui/moments.ts';
import { NewToken } from './new-token.tsx';
import { ProgramList, ProgramRow, ProgramSection, SecretOnce } from './parts.tsx';
import { type Listed, useDeed } from './use-programs.ts';

type Props = { list: Listed<'token:list'>; bots: readonly Bot[]; onChange: () => void };

const useTokenLine = () => {
  const t = useTranslations('programs');
  const moments = useMoments();
  const now = useNow('minute');
  return ({ lastUsedAt, expiresAt, scopes }: Token): string =>
    [
      scopes.map((scope) => t(`scopeNames.${scope}`)).join(', '),
      lastUsedAt ? t('usedAt', { time: moments.ago(Date.parse(lastUsedAt), now) }) : t('neverUsed'),
      expiresAt ? t('endsAt', { time: moments.dayName(Date.parse(expiresAt), now) }) : '',
    ]
      .filter(Boolean)
      .join(' · ');
};

/** API tokens, with what they are good for: made here, shown once, revoked here. */
export const Tokens = ({ list, bots, onChange }: Props) => {
  const t = useTranslations('programs');
  const live = useLive();
  const me = useMe();
  const { deed } = useDeed();
  const line = useTokenLine();
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  const [ending, setEnding] = useState<Token | null>(null);
  const tokens = list.status === 'ready' ? list.data.tokens : [];
  const nameOf = useNames([...new Set(tokens.map(({ ownerId }) => ownerId))]);
  const end = async ({ id: tokenId }: Token) => {
    await deed(() => live.request('token:revoke', { tokenId }));
    onChange();
  };
  const show = (value: string) => {
    setMade(value);
    onChange();
  };
  return (
    <ProgramSection
      id="tokens"
      title={t('tokens')}
      hint={t('tokensHint')}
      action={<Button onClick={() => setMaking(true)}>{t('newToken')}</Button>}
    >
      {isMaking ? <NewToken bots={bots} onMade={show} onClose={() => setMaking(false)} /> : null}
      {made ? <SecretOnce label={t('tokenValue')} hint={t('once')} value={made} onDone={() => setMade(null)} /> : null}
      <ProgramList label={t('tokens')} status={list.status} none={t('noTokens')} onRetry={onChange}>
        {tokens.map((token) => (
          <li key={token.id} className="border-b last:border-0">
            <ProgramRow
              icon={<KeyRound />}
              title={token.name}
              lines={[token.ownerId === me.id ? t('mine') : nameOf(token.ownerId), line(token)]}
            >
              <Button size="sm" aria-label={t('revokeNamed', { name: token.name })} onClick={() => setEnding(token)}>
                {t('revoke')}
              </Button>
            </ProgramRow>
          </li>
        ))}
      </ProgramList>
      {ending ? (
        <Confirm
          title={t('revokeTitle', { name: ending.name })}
          hint={t('revokeHint')}
          action={t('revoke')}
          onConfirm={() => void end(ending)}
          onClose={() => setEnding(null)}
        />
      ) : null}
    </ProgramSection>
  );
};
