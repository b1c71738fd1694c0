'use client';

import { type KeyboardEvent, useCallback } from 'react';
import type { ScrollKeeper } from './scroll-keeper.ts';

const article = 'article[data-place]';
const placeOf = (element: Element | null): number | null => {
  const place = element?.closest<HTMLElement>(article)?.dataset.place;
  return place === undefined ? null : Number(place);
};

/** Frames after which a row that has the focus keeps it. */
const steady = 4;

/** Moves the focus from message to message with ↑ ↓ Home End, also to those that are not drawn yet. */
export const useRovingFocus = (keeper: ScrollKeeper, count: number) => {
  const focusRow = useCallback(
    (place: number) => {
      keeper.toRow(place, 'center');
      // The row is drawn after the scroll event that the line above causes; a run of rows that is new may be drawn at
      // another place first, and takes the focus along when it is drawn again.
      const seek = (frames: number, held: number) => {
        const row = document.querySelector<HTMLElement>(`article[data-place="${place}"]`);
        if (row && document.activeElement !== row) row.focus({ preventScroll: true });
        if (frames > 0 && held < steady) requestAnimationFrame(() => seek(frames - 1, row ? held + 1 : 0));
      };
      seek(30, 0);
    },
    [keeper],
  );
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target instanceof HTMLElement && event.target.matches('input, textarea, button, a')) return;
    const place = placeOf(document.activeElement);
    const next = {
      ArrowUp: place === null ? keeper.lastVisible : place - 1,
      ArrowDown: place === null ? null : place + 1,
      Home: 0,
      End: count - 1,
    }[event.key];
    if (next === undefined || next === null || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (next >= 0 && next < count) focusRow(next);
  };
  return { focusRow, onKeyDown };
};
