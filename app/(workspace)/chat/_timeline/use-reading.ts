'use client';

import { useCallback, useEffect, useRef } from 'react';
import { useLive } from '../../../_live/core/hooks.ts';
import { useLatest } from '../../use-latest.ts';
import type { Row } from './rows.ts';
import type { ScrollKeeper } from './scroll-keeper.ts';

const settle = 250;

type ReadingOptions = { id: string; rows: readonly Row[]; keeper: ScrollKeeper };

/** Marks as read what was in sight for a moment in a window that somebody looks at. */
export const useReading = ({ id, rows, keeper }: ReadingOptions) => {
  const live = useLive();
  const latest = useLatest(rows);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const check = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (document.visibilityState !== 'visible' || !document.hasFocus()) return;
      const place = keeper.atEnd ? latest.current.length - 1 : keeper.lastVisible;
      for (let row = place; row >= 0; row -= 1) {
        const seq = latest.current[row]?.item.message.seq;
        if (typeof seq === 'number') return live.markRead(id, seq);
      }
    }, settle);
  }, [live, id, keeper, latest]);
  useEffect(() => {
    window.addEventListener('focus', check);
    document.addEventListener('visibilitychange', check);
    return () => {
      clearTimeout(timer.current);
      window.removeEventListener('focus', check);
      document.removeEventListener('visibilitychange', check);
    };
  }, [check]);
  return { check };
};
