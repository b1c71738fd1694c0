'use client';

import { Hash, Lock } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { usePerson, usePresence } from '../../../_live/hooks.ts';
import { Avatar } from '../../../_ui/avatar.tsx';
import { cn } from '../../../_ui/class-names.ts';
import { Skeleton } from '../../../_ui/skeleton.tsx';
import { Count } from '../../_frame/count.tsx';
import { ChatLink, pathOfConversation } from '../../navigation.tsx';
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
  const person = usePerson(id);
  const presence = usePresence([id])[id];
  return person ? (
    <Avatar {...person} size="sm" presence={presence} ring="ring-panel" />
  ) : (
    <Skeleton className="size-6" />
  );
};

const PresenceName = ({ id }: { id: string }) => {
  const t = useTranslations('presence');
  const presence = usePresence([id])[id];
  return presence ? <span className="sr-only">{t(presence)}</span> : null;
};

type ConversationLinkProps = { entry: ListEntry; current: boolean };

export const ConversationLink = ({ entry: { conversation, name, otherId }, current }: ConversationLinkProps) => {
  const t = useTranslations('list');
  const { unread, mentions } = conversation;
  const waiting = unread > 0 && !current;
  return (
    <ChatLink
      href={pathOfConversation(conversation.id)}
      aria-current={current ? 'page' : undefined}
      className={cn(
        'flex h-8 items-center gap-2 rounded-md px-2 max-sm:h-12 max-sm:gap-3',
        current ? 'bg-accent-wash font-medium text-accent-ink' : 'hover:bg-sunken',
        waiting && 'font-semibold text-ink',
        !current && !waiting && 'text-soft',
        conversation.archivedAt && 'italic',
      )}
    >
      {otherId ? <PersonSign id={otherId} /> : <RoomSign isPrivate={conversation.visibility === 'private'} />}
      {name === '' ? <Skeleton className="h-3 w-24" /> : <span className="min-w-0 flex-1 truncate">{name}</span>}
      {otherId ? <PresenceName id={otherId} /> : null}
      {mentions > 0 ? (
        <Count count={mentions} label={t('mentions', { count: mentions })} urgent />
      ) : unread > 0 ? (
        <Count count={unread} label={t('unread', { count: unread })} />
      ) : null}
    </ChatLink>
  );
};
