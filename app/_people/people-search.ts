'use client';

import { useEffect, useMemo, useState } from 'react';
import type { ContractError, Person } from '../../protocol/index.ts';
import { useLive } from '../_live/hooks.ts';

const pause = 150;
type Found = { query: string; people: readonly Person[]; error: ContractError | null };

const named = (people: readonly Person[], sought: string) =>
  people.filter(({ name }) => name.toLowerCase().includes(sought.toLowerCase()));

/**
 * People whose name contains `query`, everybody when it is empty.
 * @returns `people` is null until the first answer; while a newer one is awaited, those of the older answer stay whose
 *   name contains what is sought now: whoever presses Enter early must never get somebody else
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
  const answered = found?.query === sought;
  const people = useMemo(() => {
    if (!found) return null;
    return answered ? found.people : named(found.people, sought);
  }, [found, answered, sought]);
  return { people, error: found?.error ?? null, answered };
};
