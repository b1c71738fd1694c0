'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { LetterKind, LetterState, type PayloadInput } from '../../../../../protocol/index.ts';

export type MailFilter = Pick<PayloadInput<'mail:list'>, 'kind' | 'state'>;
/** What is to be changed: null takes a filter away. */
export type FilterChange = Partial<Record<keyof MailFilter, string | null>>;

/** The filters live in the address, so that what was found can be sent to a colleague, or opened again. */
export const useFilterAddress = () => {
  const parameters = useSearchParams();
  const filter = useMemo((): MailFilter => {
    const kind = LetterKind.safeParse(parameters.get('kind')).data;
    const state = LetterState.safeParse(parameters.get('state')).data;
    return { ...(kind && { kind }), ...(state && { state }) };
  }, [parameters]);
  const setFilter = useCallback((change: FilterChange) => {
    const query = new URLSearchParams(window.location.search);
    for (const [name, value] of Object.entries(change))
      if (value === null) query.delete(name);
      else query.set(name, value);
    window.history.replaceState(null, '', query.size === 0 ? window.location.pathname : `?${query}`);
  }, []);
  return { filter, setFilter };
};
