'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { DeadLetterListPayload, type DeadLetterSelection, DeadLetterState } from '../../../../../protocol/index.ts';

/** Which letters are shown. */
export type LetterFilter = { state: DeadLetterState } & Pick<DeadLetterSelection, 'source' | 'kind'>;
/** What is to be changed: null takes a filter away. */
type Change = { state?: DeadLetterState; source?: string | null; kind?: string | null };

/** The filters live in the address, so that what was found can be sent to a colleague, or opened again. */
export const useFilterAddress = () => {
  const parameters = useSearchParams();
  const filter = useMemo((): LetterFilter => {
    const state = DeadLetterState.safeParse(parameters.get('state')).data ?? 'standing';
    const source = DeadLetterListPayload.shape.source.safeParse(parameters.get('source') ?? undefined).data;
    const kind = DeadLetterListPayload.shape.kind.safeParse(parameters.get('kind') ?? undefined).data;
    return { state, ...(source && { source }), ...(kind && { kind }) };
  }, [parameters]);
  const setFilter = useCallback((change: Change) => {
    const query = new URLSearchParams(window.location.search);
    for (const [name, value] of Object.entries(change))
      if (value === null || value === 'standing') query.delete(name);
      else query.set(name, value);
    window.history.replaceState(null, '', query.size === 0 ? window.location.pathname : `?${query}`);
  }, []);
  return { filter, setFilter };
};
