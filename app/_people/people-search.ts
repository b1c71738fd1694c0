'use client';

import { useEffect, useMemo, useState } from 'react';
import type { ContractError, Person } from '../../protocol/index.ts';
import { limits } from '../../protocol/limits.ts';
import { useLive } from '../_live/core/hooks.ts';

const pause = 150;
/** Everybody, or those to whom a ticket can be assigned. */
export type PeopleSource = 'people:list' | 'ticket:assignees';
type Found = { query: string; people: readonly Person[]; error: ContractError | null };

const named = (people: readonly Person[], sought: string) =>
  people.filter(({ name }) => name.toLowerCase().includes(sought.toLowerCase()));

/**
 * People whose name contains `query`, everybody when it is empty.
 * @returns `people` is null until the first answer; while a newer one is awaited, those of the older answer stay whose
 *   name contains what is sought now: whoever presses Enter early must never get somebody else
 */
export const usePeopleSearch = (query: string, enabled = true, among: PeopleSource = 'people:list', limit = 50) => {
  const live = useLive();
  const [found, setFound] = useState<Found | null>(null);
  const sought = query.trim();
  useEffect(() => {
    if (!enabled) return;
    // No name is so long, and the server would refuse the question.
    if (sought.length > limits.personName) return setFound({ query: sought, people: [], error: null });
    let current = true;
    const timer = setTimeout(
      async () => {
        const answer = await live.request(among, sought === '' ? { limit } : { query: sought, limit });
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
  }, [live, sought, enabled, among, limit]);
  const answered = found?.query === sought;
  const people = useMemo(() => {
    if (!found) return null;
    return answered ? found.people : named(found.people, sought);
  }, [found, answered, sought]);
  return { people, error: found?.error ?? null, answered };
};
