import type { Command } from './events.ts';
import type { TicketFilter } from './model.ts';
import { filterKey } from './ticket-filter.ts';

/** The same list may be on the screen twice; it is kept for as long as it is on it once. */
export const countedTickets = (dispatch: (command: Command) => void) => {
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
    loadMoreTickets: (filter: TicketFilter) => dispatch({ type: 'more-tickets', filter }),
    holdTickets: (filter: TicketFilter, hold: boolean) => dispatch({ type: 'hold-tickets', filter, hold }),
  };
};
