'use client';

import { useCallback, useEffect, useState } from 'react';
import { type DeadLetter, type DeadLetterGroup, success } from '../../../../../protocol/index.ts';
import { useLive } from '../../../../_live/core/hooks.ts';
import { usePages } from '../use-pages.ts';
import type { LetterFilter } from './filter-address.ts';

export type Groups = { groups: readonly DeadLetterGroup[]; letters: number; counted: boolean };

/** Letters as the filter says, and what they are sorted into. */
export const useLetters = (filter: LetterFilter) => {
  const live = useLive();
  const { state, source, kind } = filter;
  const [groups, setGroups] = useState<Groups | null>(null);
  const ask = useCallback(
    async (before: string | undefined) => {
      const which = { state, ...(source && { source }), ...(kind !== undefined && { kind }) };
      const answer = await live.request('dead-letter:list', { ...which, ...(before && { before }) });
      return answer.ok ? success({ items: answer.data.letters, next: answer.data.next }) : answer;
    },
    [live, state, source, kind],
  );
  const pages = usePages<DeadLetter, string>(ask);
  const count = useCallback(async () => {
    const answer = await live.request('dead-letter:groups', { state });
    if (answer.ok) setGroups(answer.data);
  }, [live, state]);
  useEffect(() => {
    setGroups(null);
    void count();
  }, [count]);
  const renewPages = pages.renew;
  const renew = useCallback(async () => {
    await Promise.all([renewPages(), count()]);
  }, [renewPages, count]);
  return { pages, groups, renew };
};
