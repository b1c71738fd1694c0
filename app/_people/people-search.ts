'use client';

import { useEffect, useState } from 'react';
import type { ContractError, Person } from '../../protocol/index.ts';
import { useLive } from '../_live/hooks.ts';

const pause = 150;
type Found = { query: string; people: readonly Person[]; error: ContractError | null };

/**
 * People whose name contains `query`, everybody when it is empty.
 * @returns `people` is null until the first answer; an older answer stays while a newer one is awaited
 */
export const usePeopleSearch = (query: string, enabled = true) => {
  const live = useLive();
  const [found, setFound] = useState<Found | null>(null);
  const sought = query.trim();
  useEffect(() => {
    if (!enabled) return;
    let current = true;
    const timer = setTimeout(
      async () => {
        const answer = await live.request('people:list', sought === '' ? { limit: 50 } : { query: sought, limit: 50 });
        if (!current) return;
        setFound((before) =>
          answer.ok
            ? { query: sought, people: answer.data.people, error: null }
            : { query: sought, people: before?.people ?? [], error: answer.error },
        );
      },
      sought === '' ? 0 : pause,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [live, sought, enabled]);
  return { people: found?.people ?? null, error: found?.error ?? null, answered: found?.query === sought };
};
