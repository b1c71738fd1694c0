'use client';

import { useEffect, useMemo } from 'react';
import type { ContractError, Rejection } from '../../../protocol/index.ts';
import { useLive, useLiveState } from '../core/hooks.ts';
import { filterKey } from './filter-key.ts';
import type { TicketFilter, TicketStatistics } from './state.ts';

const noRejections: readonly Rejection[] = [];

export type Tickets = {
  status: 'loading' | 'ready' | 'error';
  error?: ContractError;
  /** Newest first. */
  rejections: readonly Rejection[];
  hasMore: boolean;
  loadingMore: boolean;
  /** The search ended here before it found a page full; `loadMore` goes on. */
  searchedTo: string | null;
  /** New ones that wait while held; with `newMore` there are even more. */
  newCount: number;
  newMore: boolean;
  loadMore: () => void;
  /** Loads a list again that could not be loaded. */
  retry: () => void;
  /** `true` when the reader has scrolled away: new ones are counted, not inserted. `false` shows them. */
  hold: (hold: boolean) => void;
};

/** A filtered list of the feed, kept up to date while mounted. */
export const useTickets = (filter: TicketFilter): Tickets => {
  const live = useLive();
  const key = filterKey(filter);
  // The key says everything about the filter, and only the key is stable.
  const stable = useMemo((): TicketFilter => Object.fromEntries(JSON.parse(key)), [key]);
  const view = useLiveState((state) => state.feed?.views[key]);
  useEffect(() => live.watchTickets(stable), [live, stable]);
  return useMemo(
    () => ({
      status: view?.status ?? 'loading',
      ...(view?.error ? { error: view.error } : {}),
      rejections: view?.rejections ?? noRejections,
      hasMore: view?.hasMore ?? false,
      loadingMore: view?.loading === 'more',
      searchedTo: view?.searchedTo ?? null,
      newCount: view?.waiting.length ?? 0,
      newMore: view?.waitingMore ?? false,
      loadMore: () => live.loadMoreTickets(stable),
      retry: () => live.retryTickets(stable),
      hold: (hold) => live.holdTickets(stable, hold),
    }),
    [live, stable, view],
  );
};

/** Rejections per minute, kept up to date while mounted; null until they are known. */
export const useTicketStatistics = (): TicketStatistics | null => {
  const live = useLive();
  useEffect(() => live.watchStatistics(), [live]);
  return useLiveState((state) => state.feed?.statistics ?? null);
};

/** The latest state of the ticket that was last asked for by itself, if it is this one. */
export const useFollowedTicket = (rejectionId: string | undefined): Rejection | null =>
  useLiveState(({ feed }) => (feed?.followed && feed.followed.id === rejectionId ? feed.followed : null));

/** How many rejections nobody has acknowledged yet. */
export const useTicketCounts = (): { open: number } => {
  const open = useLiveState((state) => state.feed?.open ?? 0);
  return useMemo(() => ({ open }), [open]);
};
