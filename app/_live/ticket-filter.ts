import type { Rejection } from '../../protocol/index.ts';
import type { TicketFilter } from './model.ts';

/** The same filter written in any order is the same list. */
export const filterKey = (filter: TicketFilter): string =>
  JSON.stringify(
    Object.entries(filter)
      .filter(([name, value]) => value !== undefined && name !== 'before' && name !== 'limit')
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

const contains = (rejection: Rejection, text: string): boolean => {
  const sought = text.trim().toLowerCase();
  const { ticketId, title, reason } = rejection;
  return [ticketId, title, reason].some((field) => field.toLowerCase().includes(sought));
};

/** Whether a rejection that just changed belongs to a list; says the same as `ticket:list` on the server. */
export const matchesFilter = (rejection: Rejection, filter: TicketFilter): boolean =>
  (filter.reasonCode === undefined || rejection.reasonCode === filter.reasonCode) &&
  (filter.priority === undefined || rejection.priority === filter.priority) &&
  (filter.state === undefined || rejection.state === filter.state) &&
  (filter.assigneeId === undefined || rejection.assigneeId === filter.assigneeId) &&
  (filter.source === undefined || rejection.source === filter.source) &&
  (filter.occurredAfter === undefined || Date.parse(rejection.occurredAt) > Date.parse(filter.occurredAfter)) &&
  (filter.occurredBefore === undefined || Date.parse(rejection.occurredAt) < Date.parse(filter.occurredBefore)) &&
  (filter.text === undefined || contains(rejection, filter.text));
