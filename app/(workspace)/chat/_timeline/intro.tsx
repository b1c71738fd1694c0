'use client';

import { Hash, Lock } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { type LiveConversation, useMe, usePerson } from '../../../_live/hooks.ts';
import { otherMember } from '../../../_people/names.ts';
import { Avatar } from '../../../_ui/avatar.tsx';
import { cn } from '../../../_ui/class-names.ts';
import { Skeleton } from '../../../_ui/skeleton.tsx';

/** The same with and without older messages, so that nothing moves when the last page has come. */
export const introHeight = 136;

type IntroProps = {
  conversation: LiveConversation | undefined;
  name: string;
  hasOlder: boolean;
  isEmpty: boolean;
};

const Sign = ({ conversation }: { conversation: LiveConversation }) => {
  const me = useMe();
  const person = usePerson(conversation.kind === 'direct' ? otherMember(conversation, me.id) : me.id);
  if (conversation.kind === 'direct') return person ? <Avatar {...person} size="lg" /> : null;
  const Icon = conversation.visibility === 'private' ? Lock : Hash;
  return (
    <span className="grid size-9 place-items-center rounded-md bg-accent-wash text-accent-ink">
      <Icon className="size-5" aria-hidden />
    </span>
  );
};

/** Stands above the oldest loaded message: more to come, or the beginning. */
export const Intro = ({ conversation, name, hasOlder, isEmpty }: IntroProps) => {
  const t = useTranslations('chat');
  return (
    <div style={{ height: introHeight }} className="flex flex-col justify-end gap-2 overflow-hidden px-5 pb-3">
      {hasOlder ? (
        [70, 45].map((width) => (
          <div key={width} className="flex gap-3">
            <Skeleton className="size-9" />
            <div className="flex flex-1 flex-col gap-2 pt-1">
              <Skeleton className="h-3 w-24" />
              <div style={{ width: `${width}%` }}>
                <Skeleton className="h-3" />
              </div>
            </div>
          </div>
        ))
      ) : conversation ? (
        <>
          <Sign conversation={conversation} />
          <p className={cn('truncate', isEmpty ? 'text-ink' : 'text-soft')}>
            {t(conversation.kind === 'direct' ? 'noMessagesDirect' : 'noMessagesRoom', { name })}
            {isEmpty ? ` ${t('sayHello')}` : null}
          </p>
        </>
      ) : null}
    </div>
  );
};
