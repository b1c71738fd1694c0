'use client';

import { memo } from 'react';
import { useTranslations } from 'use-intl';
import { useMe } from '../../../_live/connection/hooks.ts';
import type { TimelineItem, TimelineMessage } from '../../../_live/messages/timeline.ts';
import { usePerson } from '../../../_live/people/hooks.ts';
import { usePersonName } from '../../../_people/names.ts';
import { PersonAnchor } from '../../../_people/person-anchor.tsx';
import { PersonAvatar } from '../../../_people/person-avatar.tsx';
import { cn } from '../../../_ui/class-names.ts';
import { later } from '../../../_ui/later.tsx';
import { useMoments } from '../../../_ui/moments.ts';
import { Skeleton } from '../../../_ui/skeleton.tsx';
import { mentionedIn } from '../_message-text/mentions.ts';
import { useActiveRow } from './active-row.ts';
import { DayLine, NewLine } from './lines.tsx';
import { MessageBody } from './message-body.tsx';
import type { Jump } from './quote.tsx';
import { Readers } from './readers.tsx';
import { useEdit, useOpenEdit } from './use-edit.ts';

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
  canWrite: boolean;
  onReply: (message: TimelineMessage) => void;
  onJump: Jump;
};

const Gutter = ({ authorId, head, at, active }: { authorId: string; head: boolean; at: number; active: boolean }) => {
  const moments = useMoments();
  if (head)
    return (
      <PersonAnchor id={authorId} tabIndex={-1} aria-hidden className="self-start">
        <PersonAvatar id={authorId} size="lg" />
      </PersonAnchor>
    );
  return (
    <span
      aria-hidden
      className={cn('pt-0.5 text-right text-faint text-xs leading-5 tabular-nums', !active && 'invisible')}
    >
      {moments.shortTime(at)}
    </span>
  );
};

type HeadingProps = { authorId: string; name: string | undefined; isGone: boolean; at: number; active: boolean };

const Heading = ({ authorId, name, isGone, at, active }: HeadingProps) => {
  const t = useTranslations('people');
  const moments = useMoments();
  const person = usePerson(authorId);
  const sign = person?.deactivated ? 'deactivated' : person?.kind === 'bot' ? 'bot' : null;
  return (
    <div className="flex items-baseline gap-2 leading-5">
      {name === undefined ? (
        <Skeleton className="h-3 w-24" />
      ) : (
        // Reached with the keyboard from the message that is gone to, as its actions are.
        <PersonAnchor
          id={authorId}
          tabIndex={active ? 0 : -1}
          disabled={isGone}
          className={cn('truncate font-semibold hover:underline', isGone && 'text-soft no-underline!')}
        >
          <bdi>{name}</bdi>
        </PersonAnchor>
      )}
      {sign ? <span className="shrink-0 rounded-sm bg-sunken px-1.5 text-soft text-xs">{t(sign)}</span> : null}
      <time dateTime={new Date(at).toISOString()} title={moments.full(at)} className="shrink-0 text-faint text-xs">
        {moments.time(at)}
      </time>
    </div>
  );
};

export const MessageRow = memo((props: MessageRowProps) => {
  const { place, item, at, head, isFirstNew, dayBefore, dayAfter, readers, canWrite } = props;
  const t = useTranslations();
  const moments = useMoments();
  const me = useMe();
  const { name, isKnown, isGone } = usePersonName(item.message.authorId);
  const { active, setHeld, handlers } = useActiveRow();
  const { message, state } = item;
  const { isOpen: editing } = useEdit(message.id);
  const openEdit = useOpenEdit();
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
        aria-label={t('message.label', { name, time: moments.time(at) })}
        {...handlers}
        className={cn(
          'relative grid grid-cols-[36px_minmax(0,1fr)] gap-x-3 px-5 py-0.5 outline-offset-[-2px] max-sm:px-3',
          head && 'pt-2',
          mentionsMe ? 'bg-accent-wash/50 shadow-[inset_2px_0_0_var(--accent)]' : (active || editing) && 'bg-panel',
        )}
      >
        <Gutter authorId={message.authorId} head={head} at={at} active={active} />
        <div className="min-w-0">
          {head ? (
            <Heading
              authorId={message.authorId}
              name={isKnown || isGone ? name : undefined}
              isGone={isGone}
              at={at}
              active={active}
            />
          ) : null}
          <MessageBody {...props} editing={editing} />
        </div>
        {readers ? <Readers ids={readers} /> : null}
        {active && !editing && state === 'sent' && message.deletedAt === null ? (
          <MessageToolbar
            message={message}
            canWrite={canWrite}
            onEdit={() => openEdit(message.id)}
            onReply={() => props.onReply(message)}
            onHold={setHeld}
          />
        ) : null}
      </article>
      {dayAfter === null ? null : <DayLine at={dayAfter} />}
    </>
  );
});
