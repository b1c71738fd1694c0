'use client';

import { Mail } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Invitation } from '../../../protocol/index.ts';
import { useMe } from '../../_live/connection/hooks.ts';
import { useLive } from '../../_live/core/hooks.ts';
import { InviteLink } from '../../_people/invite-link.tsx';
import { useNames } from '../../_people/names.ts';
import { Button } from '../../_ui/button.tsx';
import { useErrorText } from '../../_ui/error-text.ts';
import { useMoments, useNow } from '../../_ui/moments.ts';
import { toast } from '../../_ui/toast.ts';
import { Group } from './group.tsx';
import { ListState } from './list-state.tsx';

/** Links that let somebody in and were not used yet: one's own; for admins, everybody's. */
export const Invitations = () => {
  const t = useTranslations('settings');
  const live = useLive();
  const me = useMe();
  const moments = useMoments();
  const now = useNow('minute');
  const errorText = useErrorText();
  const [list, setList] = useState<readonly Invitation[] | 'loading' | 'error'>('loading');
  const load = useCallback(async () => {
    const answer = await live.request('invitation:list', {});
    setList(answer.ok ? answer.data.invitations : 'error');
  }, [live]);
  useEffect(() => void load(), [load]);
  const hosts = useMemo(
    () => (typeof list === 'string' ? [] : [...new Set(list.map(({ createdBy }) => createdBy))]),
    [list],
  );
  const nameOf = useNames(hosts);
  const revoke = async (invitationId: string) => {
    const answer = await live.request('invitation:revoke', { invitationId });
    if (!answer.ok) toast.error(errorText(answer.error));
    await load();
  };
  return (
    <Group id="invitations" title={t('invitations')} hint={t('invitationsHint')}>
      <InviteLink onMade={() => void load()} />
      {typeof list === 'string' ? (
        <ListState status={list} onRetry={() => void load()} />
      ) : list.length === 0 ? (
        <p className="text-soft">{t('noInvitations')}</p>
      ) : (
        <ul aria-label={t('invitations')} className="rounded-lg border">
          {list.map(({ id, createdBy, createdAt, expiresAt }) => (
            <li key={id} className="flex min-h-14 items-center gap-3 border-b px-3 py-2 last:border-0">
              <Mail className="size-5 shrink-0 text-soft" aria-hidden />
              <div className="min-w-0 flex-1">
                <div className="truncate font-medium">
                  {createdBy === me.id ? t('invitedByYou') : t('invitedBy', { name: nameOf(createdBy) })}
                </div>
                <div className="truncate text-soft text-sm">
                  {t('invitationSpan', {
                    from: moments.ago(Date.parse(createdAt), now),
                    to: moments.dayName(Date.parse(expiresAt), now),
                  })}
                </div>
              </div>
              <Button size="sm" onClick={() => void revoke(id)}>
                {t('revokeInvitation')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Group>
  );
};
