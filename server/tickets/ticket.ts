import { type Data, type Deed, limits, type Payload, type Rejection } from '../../protocol/index.ts';
import { fromStart } from '../engine/log/page.ts';
import type { Database } from '../engine/store/database.ts';
import { readCards } from './cards.ts';
import { readDeeds } from './deeds.ts';
import { readConflicts, readRaw } from './rejection-origins.ts';
import { type RejectionRow, rejectionColumns, toRejection } from './rejection-row.ts';

const columns = rejectionColumns('r');
const byId = `select ${columns} from rejection r where r.id = $1`;
// The latest by when it happened: an event that was mended, or came late by whatever way, is not what the ticket says last. Of a ticket
// with more events than are looked through those that came last are. Compared as the index is ordered: else all may be walked.
const byTicket = `
  select ${columns} from (
    select * from rejection t where t.ticket_id ~>=~ $1 and t.ticket_id ~<=~ $1
    order by t.ticket_id using ~>~, t.seq desc limit ${limits.ticketEventsLookedAt}
  ) r order by r.occurred_at desc, r.seq desc limit 1`;
const duplicates = `
  select ${columns} from rejection r where r.duplicate_of_id = $1 order by r.version desc limit ${limits.ticketDuplicates}`;

/** @returns one rejection with all that is known of it, or null when there is none */
export const readTicket = async (
  database: Database,
  { rejectionId, ticketId }: Payload<'ticket:get'>,
): Promise<Data<'ticket:get'> | null> => {
  const rows =
    rejectionId === undefined
      ? await database.query<RejectionRow>('ticket_by_ticket_id', byTicket, [ticketId])
      : await database.query<RejectionRow>('ticket_by_id', byId, [rejectionId]);
  const row = rows[0];
  if (row === undefined) return null;
  const rejection = toRejection(row);
  const [deeds, raw, conflicting, copies, originals] = await Promise.all([
    readDeeds(database, rejection.id, limits.ticketHistory),
    readRaw(database, rejection.id),
    rejection.conflicts > 0 ? readConflicts(database, rejection.id) : [],
    database.query<RejectionRow>('ticket_duplicates', duplicates, [rejection.id]),
    rejection.duplicateOfId === null ? null : readCards(database, [rejection.duplicateOfId]),
  ]);
  const history = withOlder(rejection, deeds).slice(0, limits.ticketHistory);
  const known = fromStart(copies.map(toRejection), limits.pageBytes / 2);
  return { rejection, raw, conflicting, history, duplicates: known, original: originals?.rejections[0] ?? null };
};

/** Deeds from before they were kept: the rejection itself tells the latest of each kind. */
const withOlder = (rejection: Rejection, deeds: readonly Deed[]): Deed[] => {
  const { acknowledgedById, acknowledgedAt, resolvedById, resolvedAt } = rejection;
  const older = (kind: 'acknowledge' | 'resolve', byId: string | null, at: string | null): Deed[] => {
    if (byId === null || at === null || deeds.some((deed) => deed.kind === kind)) return [];
    const state = kind === 'resolve' ? 'resolved' : 'acknowledged';
    return [{ kind, byId, at, version: 0, state, assigneeId: null }];
  };
  return [
    ...deeds,
    ...older('resolve', resolvedById, resolvedAt),
    ...older('acknowledge', acknowledgedById, acknowledgedAt),
  ].sort((a, b) => (a.at === b.at ? b.version - a.version : a.at < b.at ? 1 : -1));
};
