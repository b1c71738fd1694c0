import { limits, type Rejection } from '../../protocol/index.ts';
import type { Batch } from '../engine/log/batch.ts';
import type { Database } from '../engine/store/database.ts';
import type { Reading } from '../sources/index.ts';
import { type RejectionRow, rejectionColumns, toBatch, toRejection } from '../tickets/index.ts';

const mend = `
  select m.outcome, m.letter_id, ${rejectionColumns('(m.rejection)')}
  from mend_dead_letters($1::jsonb, $2, $3, $4, $5, $6, $7) m`;

/** A letter as it was read again, and what somebody wrote in its place. */
export type Reread = { id: string; reading: Reading; text?: string };
/** The part of a run that some letters are: they follow `seen`, and the last of them is `reached`. */
export type Part = { runId: string; seen: string | null; reached: string };

/**
 * What became of a letter. `dead_letter`: it still cannot be read. `settled`: somebody else was first. `fenced`: another worker
 * is past that part of the run, or it was cancelled, and nothing was done.
 */
export type Mended = 'created' | 'repeated' | 'conflicting' | 'dead_letter' | 'settled' | 'fenced';
type Row = { outcome: Mended; letter_id: string | null } & ({ id: null } | RejectionRow);

/**
 * Makes tickets of letters that can be read now, and says of the others why not, in one transaction. Repeating it is safe.
 * @param doer who wants it, and from where, as far as it is known
 * @param part where it is part of a run, which is moved on with it
 * @returns one outcome per letter, and what is to be published
 * @throws the database's error; nothing was done then
 */
export const mendLetters = async (
  database: Pick<Database, 'query'>,
  letters: readonly Reread[],
  doer: { id: string; address: string | null },
  part?: Part,
): Promise<{ outcomes: Mended[]; batch: Batch<Rejection> | null }> => {
  const told = letters.map(({ id, reading, text }) =>
    reading.ok ? { id, event: reading.event, text } : { id, error: reading.error },
  );
  const rows = await database.query<Row>('mend_dead_letters', mend, [
    ...[JSON.stringify(told), limits.ticketConflicts, doer.id, doer.address],
    ...[part?.runId ?? null, part?.seen ?? null, part?.reached ?? null],
  ]);
  const changed = rows.flatMap((row) => (row.id === null ? [] : [toRejection(row)]));
  return { outcomes: rows.map(({ outcome }) => outcome), batch: toBatch(changed) };
};
