'use client';

import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { useMe } from '../../../_live/connection/hooks.ts';
import { useLive } from '../../../_live/core/hooks.ts';
import type { Timeline } from '../../../_live/messages/timeline.ts';
import { useLatest } from '../../use-latest.ts';
import type { Row } from './rows.ts';
import { ScrollKeeper } from './scroll-keeper.ts';
import { useNearLoading } from './use-near-loading.ts';

/** Room above the "New" line, so that it does not touch the edge. */
const roomAbove = -72;

type ScrollingOptions = { id: string; timeline: Timeline; rows: readonly Row[]; generation: number };

const useKeeper = () => {
  const [away, setAway] = useState(false);
  const [unseen, setUnseen] = useState(0);
  const [keeper] = useState(
    () =>
      new ScrollKeeper((atEnd) => {
        setAway(!atEnd);
        if (atEnd) setUnseen(0);
      }),
  );
  return { keeper, away, unseen, setUnseen };
};

// The messages at the end that were not there before; none when the end itself was taken away.
const addedAfter = (rows: readonly Row[], key: string | undefined): readonly Row[] => {
  const known = rows.findIndex(({ item }) => item.key === key);
  return known === -1 ? [] : rows.slice(known + 1);
};

/** Opens a conversation at the right place, keeps the place, and loads what comes near. */
export const useScrolling = ({ id, timeline, rows, generation }: ScrollingOptions) => {
  const live = useLive();
  const me = useMe();
  const scroller = useRef<HTMLElement>(null);
  const { keeper, away, unseen, setUnseen } = useKeeper();
  const { status, hasNewer } = timeline;
  const latestRows = useLatest(rows);
  const wantsEnd = useRef(false);
  const place = useCallback(() => {
    const firstNew = wantsEnd.current ? -1 : latestRows.current.findIndex(({ isFirstNew }) => isFirstNew);
    if (firstNew === -1) keeper.toEnd();
    else keeper.toRow(firstNew, 'start', roomAbove);
  }, [keeper, latestRows]);
  const loadNear = useNearLoading({ id, timeline, keeper, generation, place });

  const placed = useRef(-1);
  const lastKey = useRef<string | undefined>(undefined);
  useLayoutEffect(() => {
    keeper.attachElement(scroller.current);
    keeper.endIsNewest = !hasNewer;
    if (status !== 'ready') return;
    const newest = rows.at(-1)?.item;
    const added = addedAfter(rows, lastKey.current);
    lastKey.current = newest?.key;
    const isOwn = added.length > 0 && newest?.message.authorId === me.id && newest.state === 'pending';
    if (placed.current !== generation) {
      placed.current = generation;
      place();
    } else if (isOwn) keeper.toEnd();
    else if (added.length === 0) keeper.changed();
    else if (!hasNewer) {
      keeper.grown();
      if (!keeper.atEnd)
        setUnseen((count) => count + added.filter(({ item }) => item.message.authorId !== me.id).length);
    }
    loadNear();
  }, [rows, status, hasNewer, generation, keeper, loadNear, place, setUnseen, me.id]);

  return {
    scroller,
    keeper,
    away,
    unseen,
    handle: useCallback((value: VirtualizerHandle | null) => keeper.attach(value), [keeper]),
    onScroll: (offset: number) => {
      keeper.scrolled(offset);
      if (!keeper.atEnd) wantsEnd.current = false;
      loadNear();
    },
    onResize: () => keeper.resized(),
    onHand: useCallback(() => keeper.touched(), [keeper]),
    toNewest: () => {
      wantsEnd.current = true;
      if (hasNewer) void live.jumpTo(id);
      keeper.toEnd();
    },
  };
};
