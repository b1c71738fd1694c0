'use client';

import { type FocusEvent, memo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type TimelineItem, type TimelineMessage, useMe, usePerson } from '../../../_live/hooks.ts';
import { Avatar } from '../../../_ui/avatar.tsx';
import { cn } from '../../../_ui/class-names.ts';
import { later } from '../../../_ui/later.tsx';
import { useMoments } from '../../../_ui/moments.ts';
import { Skeleton } from '../../../_ui/skeleton.tsx';
import { mentionedIn } from '../_message-text/mentions.ts';
import { DayLine, NewLine } from './lines.tsx';
import { MessageBody } from './message-body.tsx';
import { Readers } from './readers.tsx';

const MessageToolbar = later(() => import('./message-toolbar.tsx'));

export type MessageRowProps = {
  place: number;
  item: TimelineItem;
  at: number;
  head: boolean;
  isFirstNew: boolean;
  dayBefore: number | null;
  dayAfter: number | null;
  /** The message that this one answers, when it is loaded. */
  original: TimelineMessage | undefined;
  /** Ids of people who have read up to here, separated by spaces. */
  readers: string | undefined;
  editing: boolean;
  canWrite: boolean;
  onEdit: (key: string | null) => void;
  onReply: (message: TimelineMessage) => void;
  onJump: (messageId: string) => void;
};

const Gutter = ({ authorId, head, at, active }: { authorId: string; head: boolean; at: number; active: boolean }) => {
  const person = usePerson(authorId);
  const moments = useMoments();
  if (head) return person ? <Avatar {...person} size="lg" /> : <Skeleton className="size-9" />;
  return (
    <span
      aria-hidden
      className={cn('pt-0.5 text-right text-faint text-xs leading-5 tabular-nums', !active && 'invisible')}
    >
      {moments.time(at)}
    </span>
  );
};

const Heading = ({ name, at }: { name: string | undefined; at: number }) => {
  const moments = useMoments();
  return (
    <div className="flex items-baseline gap-2 leading-5">
      {name === undefined ? <Skeleton className="h-3 w-24" /> : <span className="truncate font-semibold">{name}</span>}
      <time dateTime={new Date(at).toISOString()} title={moments.full(at)} className="shrink-0 text-faint text-xs">
        {moments.time(at)}
      </time>
    </div>
  );
};

// Pointing and focusing both show the actions; they are only drawn for that one message.
const useActive = () => {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const [held, setHeld] = useState(false);
  const handlers = {
    onPointerEnter: () => setPointed(true),
    onPointerLeave: () => setPointed(false),
    onFocus: () => setFocused(true),
    onBlur: (event: FocusEvent) => setFocused(event.currentTarget.contains(event.relatedTarget)),
  };
  return { active: pointed || focused || held, setHeld, handlers };
};

export const MessageRow = memo((props: MessageRowProps) => {
  const { place, item, at, head, isFirstNew, dayBefore, dayAfter, readers, editing, canWrite } = props;
  const t = useTranslations();
  const moments = useMoments();
  const me = useMe();
  const person = usePerson(item.message.authorId);
  const { active, setHeld, handlers } = useActive();
  const { message, state } = item;
  const name = person?.name;
  const mentionsMe = message.authorId !== me.id && mentionedIn(message.body).includes(me.id);
  return (
    <>
      {dayBefore === null ? null : <DayLine at={dayBefore} />}
      {isFirstNew ? <NewLine /> : null}
      <article
        data-place={place}
        data-seq={message.seq ?? undefined}
        data-state={state}
        tabIndex={-1}
        aria-label={t('message.label', { name: name ?? t('people.unknown'), time: moments.time(at) })}
        {...handlers}
        className={cn(
          'relative grid grid-cols-[36px_minmax(0,1fr)] gap-x-3 px-5 py-0.5 outline-offset-[-2px] max-sm:px-3',
          head && 'pt-2',
          mentionsMe ? 'bg-accent-wash/50 shadow-[inset_2px_0_0_var(--accent)]' : (active || editing) && 'bg-panel',
        )}
      >
        <Gutter authorId={message.authorId} head={head} at={at} active={active} />
        <div className="min-w-0">
          {head ? <Heading name={name} at={at} /> : null}
          <MessageBody {...props} />
        </div>
        {readers ? <Readers ids={readers} /> : null}
        {active && !editing && state === 'sent' && message.deletedAt === null ? (
          <MessageToolbar
            message={message}
            canWrite={canWrite}
            onEdit={() => props.onEdit(item.key)}
            onReply={() => props.onReply(message)}
            onHold={setHeld}
          />
        ) : null}
      </article>
      {dayAfter === null ? null : <DayLine at={dayAfter} />}
    </>
  );
});
