import type { Rejection } from '../../../protocol/index.ts';
import type { TicketFilter } from './state.ts';

const contains = (rejection: Rejection, text: string): boolean => {
  const sought = text.trim().toLowerCase();
  const { ticketId, title, reason } = rejection;
  return [ticketId, title, reason].some((field) => field.toLowerCase().includes(sought));
};

const isAssignedTo = ({ assigneeId }: Rejection, wanted: TicketFilter['assigneeId'], meId: string): boolean => {
  if (wanted === undefined) return true;
  if (wanted === 'nobody') return assigneeId === null;
  return assigneeId === (wanted === 'me' ? meId : wanted);
};

/** Whether a rejection that just changed belongs to a list; says the same as `ticket:list` on the server. */
export const matchesFilter = (rejection: Rejection, filter: TicketFilter, meId: string): boolean =>
  (filter.reasonCode === undefined || rejection.reasonCode === filter.reasonCode) &&
  (filter.priority === undefined || rejection.priority === filter.priority) &&
  (filter.state === undefined || rejection.state === filter.state) &&
  isAssignedTo(rejection, filter.assigneeId, meId) &&
  (filter.source === undefined || rejection.source === filter.source) &&
  (filter.occurredAfter === undefined || Date.parse(rejection.occurredAt) > Date.parse(filter.occurredAfter)) &&
  (filter.occurredBefore === undefined || Date.parse(rejection.occurredAt) < Date.parse(filter.occurredBefore)) &&
  (filter.text === undefined || contains(rejection, filter.text));
