'use client';

import { UserPlus } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Invitation } from '../../protocol/index.ts';
import { useMe } from '../_live/connection/hooks.ts';
import { useLive } from '../_live/core/hooks.ts';
import { useConversations } from '../_live/rooms/hooks.ts';
import { useNames } from '../_people/names.ts';
import { Button } from '../_ui/button.tsx';
import { useErrorText } from '../_ui/error-text.ts';
import { useMoments, useNow } from '../_ui/moments.ts';
import { Skeleton } from '../_ui/skeleton.tsx';
import { toast } from '../_ui/toast.ts';
import { InviteButton } from './invite-button.tsx';

const useInvitations = () => {
  const live = useLive();
  const errorText = useErrorText();
  const [list, setList] = useState<readonly Invitation[] | 'loading' | 'error'>('loading');
  const load = useCallback(async () => {
    const answer = await live.request('invitation:list', {});
    setList(answer.ok ? answer.data.invitations : 'error');
  }, [live]);
  useEffect(() => void load(), [load]);
  const revoke = async (invitationId: string) => {
    const answer = await live.request('invitation:revoke', { invitationId });
    if (!answer.ok) toast.error(errorText(answer.error));
    await load();
  };
  return { list, load, revoke };
};

const Row = ({ invitation, host, onRevoke }: { invitation: Invitation; host: string; onRevoke: () => void }) => {
  const t = useTranslations('invitations');
  const me = useMe();
  const moments = useMoments();
  const now = useNow('minute');
  const { conversations } = useConversations();
  const { createdBy, createdAt, expiresAt, role, uses, used, roomIds } = invitation;
  const names = roomIds.flatMap((id) => conversations.find((room) => room.id === id)?.name ?? []);
  const others = roomIds.length - names.length;
  const rooms = [...names, ...(others > 0 ? [t('otherRooms', { count: others })] : [])];
  return (
    <li className="flex min-h-14 items-center gap-3 border-b px-3 py-2 last:border-0">
      <UserPlus className="size-5 shrink-0 text-soft" aria-hidden />
      <div className="min-w-0 flex-1">
        <div className="wrap-anywhere">
          <span className="font-medium">{t(`roles.${role}`)}</span>
          {rooms.length > 0 ? ` · ${rooms.join(', ')}` : null}
        </div>
        <div className="text-soft text-sm">
          {createdBy === me.id ? t('byYou') : t('by', { name: host })} ·{' '}
          {t('span', {
            from: moments.ago(Date.parse(createdAt), now),
            to: moments.dayName(Date.parse(expiresAt), now),
          })}{' '}
          · {t('left', { left: uses - used, uses })}
        </div>
      </div>
      <Button size="sm" onClick={onRevoke}>
        {t('revoke')}
      </Button>
    </li>
  );
};

/** Invitations that can still be used: one's own; for admins, everybody's. With a button that makes another. */
export const InvitationList = () => {
  const t = useTranslations();
  const { list, load, revoke } = useInvitations();
  const hosts = useMemo(
    () => (typeof list === 'string' ? [] : [...new Set(list.map(({ createdBy }) => createdBy))]),
    [list],
  );
  const nameOf = useNames(hosts);
  return (
    <div className="flex flex-col items-start gap-4">
      <InviteButton onMade={() => void load()} />
      {list === 'loading' ? <Skeleton className="h-14 w-full" /> : null}
      {list === 'error' ? (
        <p role="alert" className="flex items-center gap-3 text-danger-ink">
          {t('invitations.loadFailed')}
          <Button size="sm" onClick={() => void load()}>
            {t('actions.tryAgain')}
          </Button>
        </p>
      ) : null}
      {typeof list === 'string' ? null : list.length === 0 ? (
        <p className="text-soft">{t('invitations.none')}</p>
      ) : (
        <ul aria-label={t('invitations.list')} className="w-full rounded-lg border">
          {list.map((invitation) => (
            <Row
              key={invitation.id}
              invitation={invitation}
              host={nameOf(invitation.createdBy)}
              onRevoke={() => void revoke(invitation.id)}
            />
          ))}
        </ul>
      )}
    </div>
  );
};
