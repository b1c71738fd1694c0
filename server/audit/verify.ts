import { createHash } from 'node:crypto';
import type { Database } from '../engine/store/database.ts';

/** An entry as somebody wrote it down elsewhere: its number, and its hash in hex. */
export type KeptEntry = { seq: number; hash: string };

type Verdict =
  | { holds: true; seq: number; hash: string }
  /** `altered`: this entry, or the hash before it, is not what was written. `kept`: it is not the one that was written down. */
  | { holds: false; seq: number; why: 'missing' | 'altered' | 'kept' };

type Row = { seq: string; hash: Buffer; text: string };

const readHead = 'select seq, hash from audit_head';
const readNewest = 'select seq from audit_entry order by seq desc limit 1';
// The text is made here, and not by the function that made it when it was written: whoever alters entries could alter that, too.
const readPage = `
  select seq, hash, jsonb_build_array(
    seq, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), actor_id, action, subject_kind, subject_id,
    address, detail, refused)::text as text
  from audit_entry where seq > $1 and seq <= $2 order by seq limit $3`;

const atOnce = 2_000;

/**
 * Reads the whole log, a page at a time, and computes every hash again.
 * @param kept an entry that was written down where nobody who can write to the database can: only that shows that the end of the
 * log, or all of it, was replaced
 * @returns the last entry, or the first one that is missing or not what was written
 */
export const verifyAudit = async (database: Pick<Database, 'query'>, kept?: KeptEntry): Promise<Verdict> => {
  const [head] = await database.query<{ seq: string; hash: Buffer }>('audit_head', readHead, []);
  const [newest] = await database.query<{ seq: string }>('audit_newest', readNewest, []);
  const end = Number(head?.seq ?? 0);
  let last: Buffer = Buffer.alloc(0);
  let seq = 0;
  while (seq < end) {
    const rows = await database.query<Row>('audit_verify', readPage, [seq, end, atOnce]);
    for (const row of rows) {
      seq += 1;
      if (Number(row.seq) !== seq) return { holds: false, seq, why: 'missing' };
      last = createHash('sha256').update(last).update(row.text).digest();
      if (!last.equals(row.hash)) return { holds: false, seq, why: 'altered' };
      if (kept?.seq === seq && kept.hash !== last.toString('hex')) return { holds: false, seq, why: 'kept' };
    }
    if (rows.length === 0) return { holds: false, seq: seq + 1, why: 'missing' };
  }
  if (head === undefined || !last.equals(head.hash)) return { holds: false, seq: end + 1, why: 'altered' };
  if (kept !== undefined && kept.seq > end) return { holds: false, seq: end + 1, why: 'missing' };
  // What was added since the head was read is none of it: the head moves with the entry, in one transaction.
  const [again] = await database.query<{ seq: string }>('audit_head', readHead, []);
  if (Number(newest?.seq ?? 0) > Number(again?.seq ?? 0)) return { holds: false, seq: end + 1, why: 'altered' };
  return { holds: true, seq: end, hash: last.toString('hex') };
};
