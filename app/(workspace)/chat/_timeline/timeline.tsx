'use client';

import { useCallback, useEffect, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { Virtualizer } from 'virtua';
import {
  type LiveConversation,
  type TimelineItem,
  type TimelineMessage,
  useLive,
  useMe,
  useReadMarks,
  useTimeline,
} from '../../../_live/hooks.ts';
import { useLatest } from '../../use-latest.ts';
import { Announcer } from './announcer.tsx';
import { Intro, introHeight } from './intro.tsx';
import { MessageRow } from './message-row.tsx';
import { NewestPill } from './newest-pill.tsx';
import { TimelineError, TimelineLoading } from './placeholders.tsx';
import { readersByKey } from './read-marks.ts';
import { useReading } from './use-reading.ts';
import { useRovingFocus } from './use-roving-focus.ts';
import { useRows } from './use-rows.ts';
import { useScrolling } from './use-scrolling.ts';

type TimelineProps = {
  id: string;
  conversation: LiveConversation | undefined;
  name: string;
  /** Key of the message that is being edited. */
  editing: string | null;
  onEdit: (key: string | null) => void;
  onReply: (message: TimelineMessage) => void;
};

// What a row needs to know of the others.
const useNeighbours = (items: readonly TimelineItem[], id: string) => {
  const me = useMe();
  const marks = useReadMarks(id);
  const readers = useMemo(() => readersByKey(items, marks, me.id), [items, marks, me.id]);
  const byId = useMemo(
    () => new Map(items.flatMap(({ message }) => (message.id === null ? [] : [[message.id, message]]))),
    [items],
  );
  return { readers, original: (messageId: string | null) => (messageId === null ? undefined : byId.get(messageId)) };
};

export const Timeline = ({ id, conversation, name, editing, onEdit, onReply }: TimelineProps) => {
  const t = useTranslations('chat');
  const live = useLive();
  const timeline = useTimeline(id);
  const { status, items, hasOlder } = timeline;
  const { rows, shift, generation } = useRows(timeline);
  const scrolling = useScrolling({ id, timeline, rows, generation });
  const { check } = useReading({ id, rows, keeper: scrolling.keeper });
  const { focusRow, onKeyDown } = useRovingFocus(scrolling.keeper, rows.length);
  const { readers, original } = useNeighbours(items, id);
  const rowsNow = useLatest(rows);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is in sight changes with the rows
  useEffect(check, [rows, check]);
  const jumpToMessage = useCallback(
    (messageId: string) => {
      const place = rowsNow.current.findIndex(({ item }) => item.message.id === messageId);
      if (place !== -1) focusRow(place);
    },
    [rowsNow, focusRow],
  );

  if (status === 'error') return <TimelineError onRetry={() => void live.openConversation(id)} />;
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <section
        ref={scrolling.scroller}
        aria-label={t('messages', { name })}
        aria-busy={status === 'loading'}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain outline-offset-[-2px] [overflow-anchor:none]"
      >
        {status === 'loading' ? (
          <TimelineLoading id={id} />
        ) : (
          <>
            <Intro conversation={conversation} name={name} hasOlder={hasOlder} isEmpty={rows.length === 0} />
            <Virtualizer
              key={generation}
              ref={scrolling.handle}
              scrollRef={scrolling.scroller}
              startMargin={introHeight}
              shift={shift}
              as="ol"
              item="li"
              onScroll={(offset) => {
                scrolling.onScroll(offset);
                check();
              }}
              onResize={scrolling.onResize}
            >
              {rows.map((row, place) => (
                <MessageRow
                  key={row.item.key}
                  place={place}
                  {...row}
                  original={original(row.item.message.replyToId)}
                  readers={readers.get(row.item.key)}
                  editing={editing === row.item.key}
                  canWrite={conversation !== undefined && conversation.archivedAt === null}
                  onEdit={onEdit}
                  onReply={onReply}
                  onJump={jumpToMessage}
                />
              ))}
            </Virtualizer>
            <div className="h-3" />
          </>
        )}
      </section>
      <NewestPill count={scrolling.unseen} shown={scrolling.away || timeline.hasNewer} onPress={scrolling.toNewest} />
      <Announcer id={id} items={items} active={status === 'ready'} />
    </div>
  );
};
