import type { ConflictingEvent } from '../../protocol/index.ts';
import { fromStart } from '../engine/log/page.ts';
import type { Database } from '../engine/store/database.ts';

const raw = 'select raw::text as raw from rejection where id = $1';
const conflicts = `
  select raw::text as raw, received_at from conflicting_event where rejection_id = $1 order by id`;

/**
 * The event that a rejection was made from, as its producer sent it; a CloudEvent whose envelope came in headers stands
 * in the structured form. Up to `limits.ticketEventBytes` and its envelope, so it is for one rejection, not for lists.
 * @returns JSON text; null when there is no such rejection, or it was stored before raw events were kept
 * @throws the database's error
 */
export const readRaw = async (database: Database, rejectionId: string): Promise<string | null> => {
  const rows = await database.query<{ raw: string | null }>('rejection_raw', raw, [rejectionId]);
  return rows[0]?.raw ?? null;
};

/**
 * The other contents that came under the id of a rejection, in the order they came; at most `limits.ticketConflicts`, and as many
 * as a page holds: the rejection tells how many there are.
 * @throws the database's error
 */
export const readConflicts = async (database: Database, rejectionId: string): Promise<ConflictingEvent[]> => {
  const rows = await database.query<{ raw: string; received_at: Date }>('rejection_conflicts', conflicts, [
    rejectionId,
  ]);
  return fromStart(rows.map((row) => ({ receivedAt: row.received_at.toISOString(), raw: row.raw })));
};
