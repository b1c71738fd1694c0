'use client';

import { type FocusEvent, useEffect, useRef, useState, useSyncExternalStore } from 'react';

type Row = object;

// Of all rows on the page one is active: where the pointer is, else where the focus is.
let pointed: Row | null = null;
let focused: Row | null = null;
const ears = new Set<() => void>();

const change = (next: { pointed?: Row | null; focused?: Row | null }): void => {
  if (next.pointed !== undefined) pointed = next.pointed;
  if (next.focused !== undefined) focused = next.focused;
  for (const ear of ears) ear();
};
const listen = (ear: () => void) => {
  ears.add(ear);
  return () => ears.delete(ear);
};
const notOnTheServer = () => false;

/** Whether a message's actions are shown: never those of two. */
export const useActiveRow = () => {
  const row = useRef<Row>({}).current;
  const [held, setHeld] = useState(false);
  const isActive = useSyncExternalStore(listen, () => (pointed ?? focused) === row, notOnTheServer);
  useEffect(
    () => () => {
      if (pointed === row || focused === row)
        change({ ...(pointed === row && { pointed: null }), ...(focused === row && { focused: null }) });
    },
    [row],
  );
  const handlers = {
    onPointerEnter: () => change({ pointed: row }),
    onPointerLeave: () => pointed === row && change({ pointed: null }),
    onFocus: () => focused !== row && change({ focused: row }),
    onBlur: (event: FocusEvent) => {
      if (focused === row && !event.currentTarget.contains(event.relatedTarget)) change({ focused: null });
    },
  };
  return { active: isActive || held, setHeld, handlers };
};
