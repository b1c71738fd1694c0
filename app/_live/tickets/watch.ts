import type { Tools } from '../core/slice.ts';
import { filterKey } from './filter-key.ts';
import type { TicketFilter } from './state.ts';

export type TicketsMethods = {
  /** Keeps a filtered list of the feed up to date until the returned function is called. */
  watchTickets(filter: TicketFilter): () => void;
  /** Asks once more for a list that could not be loaded. */
  retryTickets(filter: TicketFilter): void;
  /** Keeps the rejections per minute up to date until the returned function is called; called again it loads them anew. */
  watchStatistics(): () => void;
  loadMoreTickets(filter: TicketFilter): void;
  /** While held, new rejections are counted instead of shown. */
  holdTickets(filter: TicketFilter, hold: boolean): void;
};

/** The same list may be on the screen twice; it is kept for as long as it is on it once. */
export const countedTickets = ({ dispatch }: Tools): TicketsMethods => {
  const watchers = new Map<string, number>();
  return {
    watchTickets(filter: TicketFilter): () => void {
      const key = filterKey(filter);
      const before = watchers.get(key) ?? 0;
      watchers.set(key, before + 1);
      if (before === 0) dispatch({ type: 'open-tickets', filter });
      let isWatching = true;
      return () => {
        if (!isWatching) return;
        isWatching = false;
        const left = (watchers.get(key) ?? 1) - 1;
        watchers.set(key, left);
        if (left === 0) dispatch({ type: 'close-tickets', filter });
      };
    },
    /** Keeps the statistics up to date, or loads them anew; until the returned function is called. */
    watchStatistics(): () => void {
      dispatch({ type: 'watch-statistics', on: true });
      return () => dispatch({ type: 'watch-statistics', on: false });
    },
    retryTickets: (filter: TicketFilter) => dispatch({ type: 'retry-tickets', filter }),
    loadMoreTickets: (filter: TicketFilter) => dispatch({ type: 'more-tickets', filter }),
    holdTickets: (filter: TicketFilter, hold: boolean) => dispatch({ type: 'hold-tickets', filter, hold }),
  };
};
