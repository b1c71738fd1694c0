'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { AuditEntry, AuditFilter, ContractError } from '../../../../../protocol/index.ts';
import { useLive } from '../../../../_live/core/hooks.ts';

type Entries = {
  entries: readonly AuditEntry[] | null;
  /** Where the next page begins; null at the end. */
  next: number | null;
  error: ContractError | null;
  isLoading: boolean;
};

const nothing: Entries = { entries: null, next: null, error: null, isLoading: true };

/** What was done, as far as the filter says: the latest first, and earlier ones when they are wanted. */
export const useEntries = (filter: AuditFilter) => {
  const live = useLive();
  const [state, setState] = useState(nothing);
  // An answer to what is no longer asked is dropped.
  const turn = useRef(0);
  const load = useCallback(
    async (from: readonly AuditEntry[], beforeSeq: number | undefined) => {
      turn.current += 1;
      const mine = turn.current;
      setState((before) => ({ ...before, isLoading: true, error: null }));
      const answer = await live.request('audit:list', { ...filter, ...(beforeSeq !== undefined && { beforeSeq }) });
      if (mine !== turn.current) return;
      if (!answer.ok) return setState((before) => ({ ...before, isLoading: false, error: answer.error }));
      const { entries, next } = answer.data;
      setState({ entries: [...from, ...entries], next, error: null, isLoading: false });
    },
    [live, filter],
  );
  const renew = useCallback(() => load([], undefined), [load]);
  useEffect(() => void renew(), [renew]);
  const { entries, next } = state;
  const more = useCallback(() => load(entries ?? [], next ?? undefined), [load, entries, next]);
  return { ...state, renew, more };
};
