'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { Priority, RejectionState, TicketSource } from '../../../../protocol/index.ts';
import type { TicketFilter } from '../../../_live/hooks.ts';

export const filterNames = ['reasonCode', 'priority', 'state', 'source', 'text'] as const;
export type FilterName = (typeof filterNames)[number];
export type Filters = Partial<Record<FilterName, string>>;

const parse = (get: (name: FilterName) => string | null): TicketFilter => {
  const reasonCode = get('reasonCode')?.trim().slice(0, 100);
  const text = get('text')?.trim().slice(0, 200);
  const priority = Priority.safeParse(get('priority')).data;
  const state = RejectionState.safeParse(get('state')).data;
  const source = TicketSource.safeParse(get('source')).data;
  return {
    ...(reasonCode ? { reasonCode } : {}),
    ...(priority ? { priority } : {}),
    ...(state ? { state } : {}),
    ...(source ? { source } : {}),
    ...(text ? { text } : {}),
  };
};

/** The filters live in the address, so that a filtered feed can be bookmarked and sent to a colleague. */
export const useFilterAddress = () => {
  const parameters = useSearchParams();
  const filter = useMemo(() => parse((name) => parameters.get(name)), [parameters]);
  const setFilter = useCallback((name: FilterName, value: string | null) => {
    const next = new URLSearchParams(window.location.search);
    if (value === null || value.trim() === '') next.delete(name);
    else next.set(name, value.trim());
    const query = next.toString();
    window.history.replaceState(null, '', query === '' ? window.location.pathname : `?${query}`);
  }, []);
  const clear = useCallback(() => window.history.replaceState(null, '', window.location.pathname), []);
  return { filter, setFilter, clear };
};
