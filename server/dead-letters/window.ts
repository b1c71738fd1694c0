import { type DeadLetterSelection, limits } from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';
import type { Reading, Rereader } from '../sources/index.ts';
import { isSelected, selected } from './selection.ts';

/** Letters that are read at once: not more than 13 MB, and a transaction of well under 200 ms. */
const atOnce = 200;

// What is longer than an event can be is not worth reading again, however it is packed.
const contents = `
  select d.id, d.source, case when octet_length(d.payload) <= ${limits.ticketEventBytes} then d.payload end as payload, d.headers, d.error
  from dead_letter d
  where ${isSelected} and ($5::uuid is null or d.id > $5) and d.id <= $6 order by d.id limit ${atOnce}`;
const ids = `
  select d.id from dead_letter d
  where ${isSelected} and ($5::uuid is null or d.id > $5) and d.id <= $6 order by d.id limit 5 * ${atOnce}`;

type Row = {
  id: string;
  source: string;
  payload: Buffer | null;
  headers: Record<string, string> | null;
  error: string;
};
/** Which letters come next: behind `after`, up to `until`. */
export type Span = { selection: DeadLetterSelection; after: string | null; until: string };

const valuesOf = (state: 'standing' | 'discarded', { selection, after, until }: Span): unknown[] => [
  ...selected(state, selection),
  ...[after, until],
];

/** Letters as they were read again, and how many milliseconds that took, without those of the database. */
type Window = { letters: { id: string; reading: Reading }[]; took: number };

/**
 * Reads the next letters that stand, again, in the order in which they came.
 * @returns none when there are no more
 */
export const rereadWindow = async (
  database: Pick<Database, 'query'>,
  rereader: Rereader,
  span: Span,
): Promise<Window> => {
  const rows = await database.query<Row>('dead_letter_contents', contents, valuesOf('standing', span));
  const kept = rows.flatMap(({ payload, source, headers }) =>
    payload === null ? [] : [{ source, payload, headers: headers ?? {} }],
  );
  const began = performance.now();
  const readings = await rereader.read(kept);
  const took = performance.now() - began;
  let next = 0;
  const letters = rows.map(({ id, payload, error }): Window['letters'][number] => {
    const reading = payload === null ? undefined : readings[next++];
    return { id, reading: reading ?? { ok: false, error, eventId: null } };
  });
  return { letters, took };
};

/** @returns the ids of the next letters of a state */
export const idsOfWindow = async (
  database: Pick<Database, 'query'>,
  state: 'standing' | 'discarded',
  span: Span,
): Promise<string[]> =>
  (await database.query<{ id: string }>('dead_letter_ids', ids, valuesOf(state, span))).map(({ id }) => id);
