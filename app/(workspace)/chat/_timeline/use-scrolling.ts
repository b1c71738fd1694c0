'use client';

import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { type Timeline, useLive, useMe } from '../../../_live/hooks.ts';
import { useLatest } from '../../use-latest.ts';
import type { Row } from './rows.ts';
import { ScrollKeeper } from './scroll-keeper.ts';

/** Pages are asked for this many pixels before they come into sight. */
const ahead = 1_200;
/** How long the first rows take to be measured. Rows put above them meanwhile would undo the placing. */
const settling = 200;
/** Room above the "New" line, so that it does not touch the edge. */
const roomAbove = -72;

type ScrollingOptions = { id: string; timeline: Timeline; rows: readonly Row[]; generation: number };

/** Opens a conversation at the right place, keeps the place, and loads what comes near. */
export const useScrolling = ({ id, timeline, rows, generation }: ScrollingOptions) => {
  const live = useLive();
  const me = useMe();
  const scroller = useRef<HTMLElement>(null);
  const [away, setAway] = useState(false);
  const [unseen, setUnseen] = useState(0);
  const [keeper] = useState(
    () =>
      new ScrollKeeper((atEnd) => {
        setAway(!atEnd);
        if (atEnd) setUnseen(0);
      }),
  );
  const handle = useCallback((value: VirtualizerHandle | null) => keeper.attach(value), [keeper]);
  const latest = useLatest(timeline);

  const latestRows = useLatest(rows);
  const place = useCallback(() => {
    const firstNew = latestRows.current.findIndex(({ isFirstNew }) => isFirstNew);
    if (firstNew === -1) keeper.toEnd();
    else keeper.toRow(firstNew, 'start', roomAbove);
  }, [keeper, latestRows]);

  const settled = useRef(false);
  const loadNear = useCallback(() => {
    if (!settled.current) return;
    const { status, hasOlder, hasNewer, loadingOlder, loadingNewer } = latest.current;
    if (status !== 'ready') return;
    const { fromStart, fromEnd } = keeper.distances;
    if (fromStart < ahead && hasOlder && !loadingOlder) void live.loadOlder(id);
    if (fromEnd < ahead && hasNewer && !loadingNewer) void live.loadNewer(id);
  }, [live, id, keeper, latest]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new generation is placed anew
  useEffect(() => {
    if (timeline.status !== 'ready') return;
    settled.current = false;
    // React's strict mode mounts the list twice, and the second one starts at the top again.
    const frame = requestAnimationFrame(() => place());
    const timer = setTimeout(() => {
      settled.current = true;
      loadNear();
    }, settling);
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [timeline.status, generation, loadNear, place]);

  const placed = useRef(-1);
  const lastKey = useRef<string | undefined>(undefined);
  useLayoutEffect(() => {
    keeper.attachElement(scroller.current);
    const newest = rows.at(-1)?.item;
    if (timeline.status !== 'ready') return;
    if (placed.current !== generation) {
      placed.current = generation;
      lastKey.current = newest?.key;
      place();
    } else if (newest && newest.key !== lastKey.current) {
      const known = rows.findIndex(({ item }) => item.key === lastKey.current);
      const added = rows.slice(known + 1);
      lastKey.current = newest.key;
      const isOwn = newest.message.authorId === me.id && newest.state === 'pending';
      if (isOwn || (keeper.atEnd && !timeline.hasNewer)) keeper.toEnd();
      else if (!timeline.hasNewer)
        setUnseen((count) => count + added.filter(({ item }) => item.message.authorId !== me.id).length);
    }
    loadNear();
  }, [rows, timeline.status, timeline.hasNewer, generation, keeper, loadNear, place, me.id]);

  const onScroll = useCallback(
    (offset: number) => {
      keeper.scrolled(offset);
      loadNear();
    },
    [keeper, loadNear],
  );
  const onResize = useCallback(() => keeper.resized(), [keeper]);
  const toNewest = useCallback(() => {
    if (latest.current.hasNewer) void live.jumpTo(id);
    keeper.toEnd();
  }, [live, id, keeper, latest]);
  return { scroller, handle, keeper, onScroll, onResize, away, unseen, toNewest };
};
