'use client';

import { useEffect, useMemo, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { Virtualizer } from 'virtua';
import { useMe } from '../../../_live/connection/hooks.ts';
import { useLive } from '../../../_live/core/hooks.ts';
import { useTimeline } from '../../../_live/messages/hooks.ts';
import type { TimelineItem, TimelineMessage } from '../../../_live/messages/timeline.ts';
import { useReadMarks } from '../../../_live/reading/hooks.ts';
import type { LiveConversation } from '../../../_live/rooms/state.ts';
import { later } from '../../../_ui/later.tsx';
import { Intro } from './intro.tsx';
import { introHeight } from './intro-height.ts';
import { MessageRow } from './message-row.tsx';
import { TimelineLoading } from './placeholders.tsx';
import { readersByKey } from './read-marks.ts';
import type { RunAuthorHandle } from './run-author.tsx';
import { useJump } from './use-jump.ts';
import { useReading } from './use-reading.ts';
import { useRovingFocus } from './use-roving-focus.ts';
import { useRows } from './use-rows.ts';
import { useScrolling } from './use-scrolling.ts';

const TimelineError = later(() => import('./timeline-error.tsx'));
// What is read aloud comes after what is there, and so after the first sight.
const Announcer = later(() => import('./announcer.tsx'));
const NewestPill = later(() => import('./newest-pill.tsx'));
const RunAuthor = later(() => import('./run-author.tsx'));

type TimelineProps = {
  id: string;
  conversation: LiveConversation | undefined;
  name: string;
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

export const Timeline = ({ id, conversation, name, onReply }: TimelineProps) => {
  const t = useTranslations('chat');
  const live = useLive();
  const timeline = useTimeline(id);
  const { status, items, hasOlder } = timeline;
  const { rows, shift, generation } = useRows(timeline);
  const scrolling = useScrolling({ id, timeline, rows, generation });
  const { check } = useReading({ id, rows, keeper: scrolling.keeper });
  const { focusRow, onKeyDown } = useRovingFocus(scrolling.keeper, rows.length);
  const { readers, original } = useNeighbours(items, id);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is in sight changes with the rows
  useEffect(check, [rows, check]);
  const { keeper } = scrolling;
  const author = useRef<RunAuthorHandle>(null);
  const jumpToMessage = useJump({ id, rows, keeper, focusRow });

  if (status === 'error') return <TimelineError onRetry={() => void live.openConversation(id)} />;
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <section
        ref={scrolling.scroller}
        aria-label={t('messages', { name })}
        aria-busy={status === 'loading'}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onKeyDown={(event) => {
          keeper.touched();
          onKeyDown(event);
        }}
        onWheel={scrolling.onHand}
        onTouchMove={scrolling.onHand}
        onPointerDown={scrolling.onHand}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain outline-offset-[-2px] [overflow-anchor:none]"
      >
        {status === 'loading' ? (
          <TimelineLoading id={id} />
        ) : (
          // Little stands at the bottom, where it is written and read on.
          <div className="flex min-h-full flex-col">
            <Intro
              conversation={conversation}
              name={name}
              hasOlder={hasOlder}
              loadingOlder={timeline.loadingOlder}
              isEmpty={rows.length === 0}
            />
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
                author.current?.cut(keeper.cutByTop);
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
                  canWrite={conversation !== undefined && conversation.archivedAt === null}
                  onReply={onReply}
                  onJump={jumpToMessage}
                />
              ))}
            </Virtualizer>
            <div className="h-3 shrink-0" />
          </div>
        )}
      </section>
      <RunAuthor ref={author} rows={rows} />
      {scrolling.away || timeline.hasNewer ? (
        <NewestPill count={scrolling.unseen} onPress={scrolling.toNewest} />
      ) : null}
      <Announcer id={id} items={items} active={status === 'ready'} />
    </div>
  );
};
