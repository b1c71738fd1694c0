'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { ContractError, Result } from '../../../../protocol/index.ts';

type Page<Item, Place> = { items: readonly Item[]; next: Place | null };

export type Pages<Item> = {
  /** Null until the first answer. */
  items: readonly Item[] | null;
  hasMore: boolean;
  error: ContractError | null;
  isLoading: boolean;
  /** Asks for the first page again. */
  renew: () => Promise<void>;
  /** Asks for the next page. */
  more: () => Promise<void>;
  /** Puts something in the place of each item, or takes it out. */
  change: (to: (item: Item) => Item | null) => void;
};

type State<Item, Place> = Page<Item, Place> & { isThere: boolean; error: ContractError | null; isLoading: boolean };

/**
 * A list that comes a page at a time.
 * @param ask asks for the page after a place; another function is another list
 */
export const usePages = <Item, Place>(
  ask: (after: Place | undefined) => Promise<Result<Page<Item, Place>>>,
): Pages<Item> => {
  const [state, setState] = useState<State<Item, Place>>({
    ...{ items: [], next: null, isThere: false, error: null, isLoading: true },
  });
  // An answer to what is no longer asked is dropped.
  const turn = useRef(0);
  const load = useCallback(
    async (from: readonly Item[], after: Place | undefined) => {
      turn.current += 1;
      const mine = turn.current;
      setState((before) => ({ ...before, isLoading: true, error: null }));
      const answer = await ask(after);
      if (mine !== turn.current) return;
      if (!answer.ok) return setState((before) => ({ ...before, isLoading: false, error: answer.error }));
      const { items, next } = answer.data;
      setState({ items: [...from, ...items], next, isThere: true, error: null, isLoading: false });
    },
    [ask],
  );
  const renew = useCallback(() => load([], undefined), [load]);
  useEffect(() => void renew(), [renew]);
  const { items, next, isThere, error, isLoading } = state;
  const more = useCallback(() => load(items, next ?? undefined), [load, items, next]);
  const change = useCallback(
    (to: (item: Item) => Item | null) =>
      setState((before) => ({ ...before, items: before.items.map(to).filter((item) => item !== null) })),
    [],
  );
  return { items: isThere ? items : null, hasMore: next !== null, error, isLoading, renew, more, change };
};
