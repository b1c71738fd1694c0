'use client';

import { useEffect } from 'react';
import { useStore } from 'zustand/react';
import { createStore } from 'zustand/vanilla';
import { TicketSource } from '../../protocol/index.ts';
import { useLive } from '../_live/core/hooks.ts';
import type { LiveClient } from '../_live/live-client.ts';

// One for the page: whoever shows a source asks for all names, and the next one has them.
const known = createStore<ReadonlyMap<string, string>>(() => new Map());
const pause = 5_000;
let askedAt = Number.NEGATIVE_INFINITY;

const ask = async (live: LiveClient): Promise<void> => {
  if (performance.now() - askedAt < pause) return;
  askedAt = performance.now();
  const answer = await live.request('source:names', {});
  if (answer.ok) known.setState(new Map(answer.data.names.map(({ key, name }) => [key, name])), true);
};

/**
 * @param sources that are to be shown
 * @param fixed what those of the settings are called
 * @returns what a source is called; until that is known, by its key
 */
export const useSourceNames = (
  sources: readonly string[],
  fixed: (source: TicketSource) => string,
): ((source: string) => string) => {
  const live = useLive();
  const names = useStore(known);
  const isMissing = sources.some((source) => !TicketSource.safeParse(source).success && !names.has(source));
  useEffect(() => {
    if (isMissing) void ask(live);
  }, [isMissing, live]);
  return (source) => {
    const one = TicketSource.safeParse(source).data;
    return one === undefined ? (names.get(source) ?? source) : fixed(one);
  };
};
