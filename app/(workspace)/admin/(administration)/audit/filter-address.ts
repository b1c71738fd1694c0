'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { AuditFilter } from '../../../../../protocol/index.ts';

export const filterNames = ['actorId', 'action', 'subjectId', 'refused', 'after', 'before'] as const;
export type FilterName = (typeof filterNames)[number];
/** What is to be changed: null takes a filter away. */
export type FilterChange = Partial<Record<FilterName, string | null>>;

/** The filter that an address says; what is no filter is left out. */
const filterOf = (get: (name: FilterName) => string | null): AuditFilter => {
  const values = filterNames.flatMap((name) => {
    const value = get(name);
    if (value === null) return [];
    const parsed = AuditFilter.shape[name].safeParse(name === 'refused' ? value === 'true' : value);
    return parsed.success ? [[name, parsed.data] as const] : [];
  });
  return AuditFilter.parse(Object.fromEntries(values));
};

/** The filters live in the address, so that what was found can be sent to a colleague, or opened again. */
export const useFilterAddress = () => {
  const parameters = useSearchParams();
  const filter = useMemo(() => filterOf((name) => parameters.get(name)), [parameters]);
  const setFilter = useCallback((change: FilterChange) => {
    const query = new URLSearchParams(window.location.search);
    for (const name of filterNames) {
      const value = change[name];
      if (value === null) query.delete(name);
      else if (value !== undefined) query.set(name, value);
    }
    window.history.replaceState(null, '', query.size === 0 ? window.location.pathname : `?${query}`);
  }, []);
  const clear = useCallback(() => setFilter(Object.fromEntries(filterNames.map((name) => [name, null]))), [setFilter]);
  return { filter, setFilter, clear };
};
