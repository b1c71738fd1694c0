'use client';

import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Timeline } from '../../../_live/hooks.ts';
import { isSameDay } from '../../../_ui/moments.ts';
import { rowsOf } from './rows.ts';

/**
 * The rows of a conversation.
 * @returns `shift` is true in the one render in which older messages were put above; `generation` changes when the
 * loaded run was replaced by another one
 */
export const useRows = ({ status, items, hasOlder, firstUnreadSeq }: Timeline) => {
  // Placed on opening: the line does not move while the conversation is being read.
  const [firstNewSeq, setFirstNewSeq] = useState<number | null | undefined>(undefined);
  if (status === 'ready' && firstNewSeq === undefined) setFirstNewSeq(firstUnreadSeq);
  const oldest = useRef(new Set<string>());
  const before = useRef<{ first: string | undefined; generation: number }>({ first: undefined, generation: 0 });

  const first = items[0]?.key;
  const formerPlace =
    before.current.first === undefined ? -1 : items.findIndex(({ key }) => key === before.current.first);
  const replaced = before.current.first !== undefined && formerPlace === -1;
  const generation = before.current.generation + (replaced ? 1 : 0);
  if (first !== undefined) oldest.current.add(first);
  useLayoutEffect(() => {
    before.current = { first, generation };
  });

  const rows = useMemo(
    () => rowsOf(items, { firstNewSeq: firstNewSeq ?? null, hasOlder, oldest: oldest.current, isSameDay }),
    [items, firstNewSeq, hasOlder],
  );
  return { rows, shift: formerPlace > 0, generation };
};
