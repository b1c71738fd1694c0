'use client';

import { Hash, Lock } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useMe } from '../../../_live/connection/hooks.ts';
import type { LiveConversation } from '../../../_live/rooms/state.ts';
import { GroupSign } from '../../../_people/group-sign.tsx';
import { otherMember, otherMembers } from '../../../_people/names.ts';
import { PersonAvatar } from '../../../_people/person-avatar.tsx';
import { cn } from '../../../_ui/class-names.ts';
import { later } from '../../../_ui/later.tsx';
import { Skeleton } from '../../../_ui/skeleton.tsx';
import { introHeight } from './intro-height.ts';

const FirstSteps = later(() => import('./first-steps.tsx'));

type IntroProps = {
  conversation: LiveConversation | undefined;
  name: string;
  hasOlder: boolean;
  loadingOlder: boolean;
  isEmpty: boolean;
};

const Sign = ({ conversation }: { conversation: LiveConversation }) => {
  const me = useMe();
  if (conversation.kind === 'direct' && otherMembers(conversation, me.id).length > 1)
    return <GroupSign count={conversation.memberCount} className="size-9 rounded-md" />;
  if (conversation.kind === 'direct') return <PersonAvatar id={otherMember(conversation, me.id)} size="lg" />;
  const Icon = conversation.visibility === 'private' ? Lock : Hash;
  return (
    <span className="grid size-9 shrink-0 place-items-center rounded-md bg-accent-wash text-accent-ink">
      <Icon className="size-5" aria-hidden />
    </span>
  );
};

const MoreToCome = ({ isComing }: { isComing: boolean }) =>
  [70, 45].map((width) => (
    <div key={width} className="flex gap-3">
      <Skeleton still={!isComing} className="size-9" />
      <div className="flex flex-1 flex-col gap-2 pt-1">
        <Skeleton still={!isComing} className="h-3 w-24" />
        <div style={{ width: `${width}%` }}>
          <Skeleton still={!isComing} className="h-3" />
        </div>
      </div>
    </div>
  ));

/** Stands above the oldest loaded message: more to come, or the beginning. */
export const Intro = ({ conversation, name, hasOlder, loadingOlder, isEmpty }: IntroProps) => {
  const t = useTranslations('chat');
  const isOpenRoom = conversation?.kind === 'room' && conversation.archivedAt === null;
  return (
    <div
      style={{ height: introHeight }}
      className="mt-auto flex shrink-0 flex-col justify-end gap-2 overflow-hidden px-5 pb-3"
    >
      {hasOlder ? (
        <MoreToCome isComing={loadingOlder} />
      ) : conversation ? (
        <>
          <Sign conversation={conversation} />
          <p className={cn('truncate', isEmpty ? 'text-ink' : 'text-soft')}>
            {t(conversation.kind === 'direct' ? 'noMessagesDirect' : 'noMessagesRoom', { name })}
            {isEmpty ? ` ${t('sayHello')}` : null}
          </p>
          {isOpenRoom ? <FirstSteps conversation={conversation} name={name} isEmpty={isEmpty} /> : null}
        </>
      ) : null}
    </div>
  );
};
