'use client';

import { useCallback } from 'react';
import { type AuditEntry, type AuditFilter, success } from '../../../../../protocol/index.ts';
import { useLive } from '../../../../_live/core/hooks.ts';
import { usePages } from '../use-pages.ts';

/** What was done, as far as the filter says: the latest first, and earlier ones when they are wanted. */
export const useEntries = (filter: AuditFilter) => {
  const live = useLive();
  const ask = useCallback(
    async (beforeSeq: number | undefined) => {
      const answer = await live.request('audit:list', { ...filter, ...(beforeSeq !== undefined && { beforeSeq }) });
      return answer.ok ? success({ items: answer.data.entries, next: answer.data.next }) : answer;
    },
    [live, filter],
  );
  return usePages<AuditEntry, number>(ask);
};
