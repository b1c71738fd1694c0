'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { type PayloadInput, RoomState } from '../../../../../protocol/index.ts';

export type RoomFilter = Pick<PayloadInput<'room:list'>, 'query' | 'state'>;
/** What is to be changed: null takes a filter away. */
export type FilterChange = Partial<Record<keyof RoomFilter, string | null>>;

/** The filters live in the address, so that what was found can be sent to a colleague, or opened again. */
export const useFilterAddress = () => {
  const parameters = useSearchParams();
  const filter = useMemo((): RoomFilter => {
    const query = parameters.get('query')?.trim().slice(0, 100);
    const state = RoomState.safeParse(parameters.get('state')).data;
    return { ...(query && { query }), ...(state && { state }) };
  }, [parameters]);
  const setFilter = useCallback((change: FilterChange) => {
    const query = new URLSearchParams(window.location.search);
    for (const [name, value] of Object.entries(change))
      if (value === null || value.trim() === '') query.delete(name);
      else query.set(name, value.trim());
    window.history.replaceState(null, '', query.size === 0 ? window.location.pathname : `?${query}`);
  }, []);
  return { filter, setFilter };
};
