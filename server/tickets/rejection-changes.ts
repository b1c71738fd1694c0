import type { Rejection } from '../../protocol/index.ts';
import type { Batch } from '../engine/log/batch.ts';
import { fromStart } from '../engine/log/page.ts';
import type { Database } from '../engine/store/database.ts';
import { type RejectionRow, rejectionColumns, toRejection } from './rejection-row.ts';
import { feedId, ticketLog } from './ticket-log.ts';

// One statement, so that the head and the rows are of one moment.
const read = `
  select f.last_version as head, c.*
  from log f
  left join lateral (
    select ${rejectionColumns('r')} from rejection r where r.version > $1 order by r.version limit $2
  ) c on true
  where f.id = '${feedId}'
  order by c.version`;

type Row = { head: string } & ({ id: null } | RejectionRow);

/** What changed in the feed after a version: its head, and the changed rejections in version order. */
export type RejectionChanges = {
  head: number;
  rejections: Rejection[];
  /** Whether nothing up to the head is missing. */
  complete: boolean;
};

/**
 * Reads the current state of every rejection that changed after a version.
 * @param after version from which on changes are wanted (exclusive)
 * @param limit most rejections to read; it may be fewer, because what is read ends where a page is full
 */
export const readRejectionsAfter = async (
  database: Database,
  after: number,
  limit: number,
): Promise<RejectionChanges> => {
  const rows = await database.query<Row>('rejection_changes', read, [after, limit]);
  const rejections = fromStart(rows.flatMap((row) => (row.id === null ? [] : [toRejection(row)])));
  const head = Number(rows[0]?.head ?? 0);
  const last = rejections.at(-1);
  // The head is always the version of some rejection, so a page that ends there is complete, however full it is.
  return { head, rejections, complete: last === undefined || last.version === head };
};

/**
 * The changes of the feed as a batch, for delivery.
 * @param after version from which on changes are wanted (exclusive)
 * @param limit most rejections; when there are more, or longer ones, the batch ends at the last one read
 * @returns null when nothing changed
 */
export const readRejectionChanges = async (
  database: Database,
  after: number,
  limit: number,
): Promise<Batch<Rejection> | null> => {
  const { rejections } = await readRejectionsAfter(database, after, limit);
  const last = rejections.at(-1);
  return last === undefined ? null : { log: ticketLog, after, version: last.version, entries: rejections };
};
