import type { TicketFilter } from './state.ts';

/** The same filter written in any order is the same list. */
export const filterKey = (filter: TicketFilter): string =>
  JSON.stringify(
    Object.entries(filter)
      .filter(([name, value]) => value !== undefined && name !== 'before' && name !== 'limit')
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
