'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { type PayloadInput, Role } from '../../../../../protocol/index.ts';

export type AccountFilter = Pick<PayloadInput<'account:list'>, 'query' | 'role' | 'deactivated'>;
/** What is to be changed: null takes a filter away. */
export type FilterChange = Partial<Record<'query' | 'role' | 'state', string | null>>;

/** The filters live in the address, so that what was found can be sent to a colleague, or opened again. */
export const useFilterAddress = () => {
  const parameters = useSearchParams();
  const filter = useMemo((): AccountFilter => {
    const query = parameters.get('query')?.trim().slice(0, 100);
    const role = Role.safeParse(parameters.get('role')).data;
    const state = parameters.get('state');
    return {
      ...(query && { query }),
      ...(role && { role }),
      ...((state === 'active' || state === 'deactivated') && { deactivated: state === 'deactivated' }),
    };
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
