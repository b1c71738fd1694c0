'use client';

import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ContractError, Data, Rejection, TimelineItem } from '../../../../protocol/index.ts';
import { limits } from '../../../../protocol/limits.ts';
import { useConnection } from '../../../_live/connection/hooks.ts';
import { useLive } from '../../../_live/core/hooks.ts';

type Page = Data<'ticket:timeline'>;
type Loaded = { id: string; page: Page | null; error: ContractError | null };

export type Timeline = {
  /** Null until they are known. */
  items: readonly TimelineItem[] | null;
  repeats: Page['repeats'];
  hasMore: boolean;
  error: ContractError | null;
  loadMore: () => void;
};

/** Rows that are asked for at first. */
const enough = 50;

/** What happened to a ticket, the latest first; asked for again whenever it has a new version. */
export const useTimeline = ({ id, version }: Rejection): Timeline => {
  const live = useLive();
  const { phase } = useConnection();
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const mine = loaded?.id === id ? loaded : null;
  // What was loaded further down is read anew, too: a note there may have changed.
  const limit = Math.min(limits.ticketTimelinePage, Math.max(enough, mine?.page?.items.length ?? 0));
  const isDue = phase === 'online' && (mine?.page?.version ?? -1) < version;
  // biome-ignore lint/correctness/useExhaustiveDependencies: how much was loaded is no reason to ask
  useEffect(() => {
    if (!isDue) return;
    let current = true;
    void live.request('ticket:timeline', { rejectionId: id, limit }).then((answer) => {
      if (!current) return;
      setLoaded((before) => {
        const known = before?.id === id ? before.page : null;
        // An answer that was overtaken tells less than what is there.
        if (answer.ok && known && known.version > answer.data.version) return before;
        return answer.ok ? { id, page: answer.data, error: null } : { id, page: known, error: answer.error };
      });
    });
    return () => {
      current = false;
    };
    // Asked once for each version: a failure is asked again with the next one, or with the connection.
  }, [live, id, isDue, version]);
  const next = mine?.page?.next ?? null;
  const loadMore = useCallback(async () => {
    if (next === null) return;
    const answer = await live.request('ticket:timeline', { rejectionId: id, before: next });
    if (!answer.ok) return;
    setLoaded((before) => {
      if (before?.id !== id || before.page?.next !== next) return before;
      const items = [...before.page.items, ...answer.data.items];
      return { ...before, page: { ...before.page, items, next: answer.data.next } };
    });
  }, [live, id, next]);
  return useMemo(
    () => ({
      items: mine?.page?.items ?? null,
      repeats: mine?.page?.repeats ?? null,
      hasMore: next !== null,
      error: mine?.error ?? null,
      loadMore: () => void loadMore(),
    }),
    [mine, next, loadMore],
  );
};
