'use client';

import { useLayoutEffect, useMemo, useReducer, useRef } from 'react';
import type { Timeline, TimelineItem } from '../../../_live/messages/timeline.ts';
import { isSameDay } from '../../../_ui/moments.ts';
import { rowsOf } from './rows.ts';

/** What was drawn last. */
type Drawn = { first: string | undefined; last: string | undefined; generation: number };

const placeOf = (items: readonly TimelineItem[], wanted: string | undefined): number =>
  wanted === undefined ? -1 : items.findIndex(({ key }) => key === wanted);

/**
 * The list takes all rows that are more than before for older ones, when it is told that some are, and moves the view by
 * the height of all of them. So when both came at once, the newer ones are drawn in a second step.
 */
const withoutNewer = (items: readonly TimelineItem[], last: string | undefined): readonly TimelineItem[] => {
  const place = placeOf(items, last);
  return place === -1 ? items : items.slice(0, place + 1);
};

/**
 * The rows of a conversation.
 * @returns `shift` is true in the one render in which older messages were put above; `generation` changes when the
 * loaded run was replaced by another one
 */
export const useRows = ({ items: all, hasOlder, firstUnreadSeq }: Timeline) => {
  const oldest = useRef(new Set<string>());
  const before = useRef<Drawn>({ first: undefined, last: undefined, generation: 0 });
  const [, drawAgain] = useReducer((count: number) => count + 1, 0);

  const formerPlace = placeOf(all, before.current.first);
  const shift = formerPlace > 0;
  const { last } = before.current;
  const items = useMemo(() => (shift ? withoutNewer(all, last) : all), [shift, all, last]);
  const isWhole = items.length === all.length;
  const replaced = before.current.first !== undefined && formerPlace === -1;
  const generation = before.current.generation + (replaced ? 1 : 0);
  const first = items[0]?.key;
  if (first !== undefined) oldest.current.add(first);
  useLayoutEffect(() => {
    before.current = { first, last: items.at(-1)?.key, generation };
    if (!isWhole) drawAgain();
  });

  const rows = useMemo(
    () => rowsOf(items, { firstNewSeq: firstUnreadSeq, hasOlder, oldest: oldest.current, isSameDay }),
    [items, firstUnreadSeq, hasOlder],
  );
  return { rows, shift, generation };
};
