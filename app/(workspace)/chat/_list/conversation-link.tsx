'use client';

import { Hash, Lock } from 'lucide-react';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { usePresence } from '../../../_live/presence/hooks.ts';
import { GroupSign } from '../../../_people/group-sign.tsx';
import { PersonAvatar } from '../../../_people/person-avatar.tsx';
import { useWhereabouts } from '../../../_people/whereabouts.ts';
import { cn } from '../../../_ui/class-names.ts';
import { useMoments, useNow } from '../../../_ui/moments.ts';
import { Skeleton } from '../../../_ui/skeleton.tsx';
import { Count } from '../../_frame/count.tsx';
import { ChatLink, pathOfConversation } from '../../navigation.tsx';
import { LastLine } from './last-line.tsx';
import type { ListEntry } from './sections.ts';

const RoomSign = ({ isPrivate }: { isPrivate: boolean }) => {
  const t = useTranslations('list');
  const Icon = isPrivate ? Lock : Hash;
  return (
    <span className="grid size-6 shrink-0 place-items-center">
      <Icon className="size-4" aria-hidden />
      {isPrivate ? <span className="sr-only">{t('private')}</span> : null}
    </span>
  );
};

const PersonSign = ({ id }: { id: string }) => {
  const presence = usePresence([id])[id];
  return <PersonAvatar id={id} size="sm" presence={presence} ring="ring-panel" />;
};

const Sign = ({ conversation, otherId }: Pick<ListEntry, 'conversation' | 'otherId'>) => {
  if (otherId) return <PersonSign id={otherId} />;
  if (conversation.kind === 'direct') return <GroupSign count={conversation.memberCount} />;
  return <RoomSign isPrivate={conversation.visibility === 'private'} />;
};

/** Read out, as the picture shows it; seen only where it is for good. */
const Whereabouts = ({ id }: { id: string }) => {
  const { words, isDeactivated } = useWhereabouts(id);
  if (words === null) return null;
  const look = isDeactivated ? 'shrink-0 rounded-sm bg-sunken px-1.5 font-normal text-soft text-xs' : 'sr-only';
  return <span className={look}>{words}</span>;
};

const Time = ({ at }: { at: string | null }) => {
  const moments = useMoments();
  const now = useNow('minute');
  const moment = at === null ? null : Date.parse(at);
  if (moment === null || now === 0) return null;
  return (
    <time
      dateTime={new Date(moment).toISOString()}
      title={moments.full(moment)}
      className="font-normal text-faint text-xs"
    >
      {moments.short(moment, now)}
    </time>
  );
};

type ConversationLinkProps = { entry: ListEntry; current: boolean };

export const ConversationLink = ({ entry: { conversation, name, otherId }, current }: ConversationLinkProps) => {
  const t = useTranslations('list');
  const lineId = useId();
  const { id, unread, mentions } = conversation;
  const waiting = unread > 0 && !current;
  return (
    <ChatLink
      href={pathOfConversation(id)}
      aria-current={current ? 'page' : undefined}
      aria-describedby={lineId}
      className={cn(
        'flex h-11 items-center gap-2 rounded-md px-2 max-sm:h-14 max-sm:gap-3',
        current ? 'bg-accent-wash font-medium text-accent-ink' : 'hover:bg-sunken',
        waiting && 'font-semibold text-ink',
        !current && !waiting && 'text-soft',
        conversation.archivedAt && 'italic',
      )}
    >
      <Sign conversation={conversation} otherId={otherId} />
      <span className="min-w-0 flex-1">
        {name === '' ? (
          <Skeleton className="h-3 w-24" />
        ) : (
          <span className="block truncate leading-5">
            <bdi>{name}</bdi>
          </span>
        )}
        {/* Said as a description: the name of the link is the conversation's. */}
        <span
          id={lineId}
          aria-hidden
          className="flex items-center gap-1 font-normal text-soft text-xs leading-4 empty:hidden"
        >
          <LastLine conversation={conversation} isOpen={current} />
        </span>
      </span>
      {otherId ? <Whereabouts id={otherId} /> : null}
      <span className="flex shrink-0 flex-col items-end gap-0.5">
        <Time at={conversation.lastActivity} />
        <span className="flex gap-1 empty:hidden">
          <Count count={unread} label={t('unread', { count: unread })} />
          <Count count={mentions} label={t('mentions', { count: mentions })} urgent />
        </span>
      </span>
    </ChatLink>
  );
};
