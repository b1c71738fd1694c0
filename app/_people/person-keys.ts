'use client';

import { useEffect, useState } from 'react';
import type { Person } from '../../protocol/index.ts';
import { limits } from '../../protocol/limits.ts';
import { foldForSearch } from '../../protocol/search-fold.ts';
import { useLive } from '../_live/core/hooks.ts';
import type { LiveClient } from '../_live/live-client.ts';

type Keys = ReadonlyMap<string, readonly string[]>;

/** By person and name, for as long as the page is there: whoever is renamed has other keys. */
const known = new WeakMap<LiveClient, Map<string, readonly string[]>>();
const none: Keys = new Map();

const shelfOf = (live: LiveClient): Map<string, readonly string[]> => {
  const shelf = known.get(live) ?? new Map<string, readonly string[]>();
  known.set(live, shelf);
  return shelf;
};
const placeOf = ({ id, name }: Person): string => `${id} ${name}`;

const read = (live: LiveClient, people: readonly Person[]): Keys => {
  const shelf = shelfOf(live);
  return new Map(people.map((person) => [person.id, shelf.get(placeOf(person)) ?? []]));
};

const learn = async (live: LiveClient, people: readonly Person[]): Promise<void> => {
  const shelf = shelfOf(live);
  const lacking = people.filter((person) => !shelf.has(placeOf(person))).slice(0, limits.listedMembers);
  if (lacking.length === 0) return;
  const answer = await live.request('people:keys', { ids: lacking.map(({ id }) => id) });
  if (!answer.ok) return;
  for (const person of lacking) shelf.set(placeOf(person), answer.data[person.id] ?? []);
};

/**
 * What some people are found by, beside their names as they are written: pinyin and initials. Asked for once, when `wanted`, and
 * known from then on, also without a connection.
 */
export const usePersonKeys = (people: readonly Person[], wanted: boolean): Keys => {
  const live = useLive();
  const [keys, setKeys] = useState<Keys>(none);
  const names = people.map(placeOf).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is a new one on each drawing; what is in it says `names`
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    void learn(live, people).then(() => current && setKeys(read(live, people)));
    return () => {
      current = false;
    };
  }, [live, wanted, names]);
  return keys;
};

/** Whether what was typed begins one of somebody's keys. */
export const beginsKey = (keys: readonly string[] | undefined, query: string): boolean => {
  const folded = foldForSearch(query);
  return folded !== '' && (keys ?? []).some((key) => key.startsWith(folded));
};
