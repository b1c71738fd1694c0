export { Discussions } from './discussion.ts';
export type { Feed } from './feed.ts';
export { feedLog } from './feed-log.ts';
export { ticketHandlers } from './handlers.ts';
export { ticketJobs } from './jobs.ts';
export { TicketNotes } from './notes.ts';
export { type RejectionRow, rejectionColumns, toRejection } from './rejection-row.ts';
export {
  type DeadLetter,
  type IncomingEvent,
  type Ingested,
  ingestTickets,
  type PartitionRange,
  toBatch,
} from './rejections.ts';
export { TicketRules } from './settings.ts';
export { rejectionSource } from './source.ts';
export { feedId, ticketLog } from './ticket-log.ts';
