'use client';

import { useCallback, useEffect, useRef } from 'react';
import { useLive } from '../../../_live/core/hooks.ts';
import { useLatest } from '../../use-latest.ts';
import type { Jump } from './quote.tsx';
import type { Row } from './rows.ts';
import type { ScrollKeeper } from './scroll-keeper.ts';
import { useWantedInSight } from './use-edit.ts';

type JumpOptions = {
  id: string;
  rows: readonly Row[];
  keeper: ScrollKeeper;
  focusRow: (place: number) => void;
};

/** Turns to a message: at once when it is loaded, else as soon as it is. */
export const useJump = ({ id, rows, keeper, focusRow }: JumpOptions): Jump => {
  const live = useLive();
  const rowsNow = useLatest(rows);
  const awaited = useRef<string | null>(null);
  const placeOf = useCallback(
    (messageId: string) => rowsNow.current.findIndex(({ item }) => item.message.id === messageId),
    [rowsNow],
  );
  useWantedInSight(useCallback((messageId) => keeper.toSight(placeOf(messageId)), [keeper, placeOf]));
  useEffect(() => {
    const place = awaited.current === null ? -1 : rows.findIndex(({ item }) => item.message.id === awaited.current);
    if (place === -1) return;
    awaited.current = null;
    focusRow(place);
  }, [rows, focusRow]);
  return useCallback(
    (messageId, seq) => {
      const place = placeOf(messageId);
      awaited.current = place === -1 ? messageId : null;
      if (place !== -1) focusRow(place);
      else if (seq !== null) void live.jumpTo(id, seq);
    },
    [placeOf, focusRow, live, id],
  );
};
