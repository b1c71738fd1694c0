import { type DeadLetterSelection, limits } from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';
import type { Reading, Rereader } from '../sources/index.ts';
import { type Selected, selected, span } from './selection.ts';

/** Letters that are read at once: not more than 13 MB, and a transaction of well under 200 ms. */
const atOnce = 200;

// What is longer than an event can be is not worth reading again, however it is packed.
const contents = ({ between, order }: Selected): string => `
  select d.id, d.source, case when octet_length(d.payload) <= ${limits.ticketEventBytes} then d.payload end as payload, d.headers, d.error
  from dead_letter d where ${between} order by ${order('asc')} limit ${atOnce}`;
const ids = ({ between, order }: Selected): string => `
  select d.id from dead_letter d where ${between} order by ${order('asc')} limit 5 * ${atOnce}`;

type Row = {
  id: string;
  source: string;
  payload: Buffer | null;
  headers: Record<string, string> | null;
  error: string;
};
/** Which letters come next: behind `after`, up to `until`. */
export type Span = { selection: DeadLetterSelection; after: string | null; until: string };

/** Letters as they were read again, and how many milliseconds that took, without those of the database. */
type Window = { letters: { id: string; reading: Reading }[]; took: number };

/**
 * Reads the next letters that stand, again, in the order in which they came.
 * @returns none when there are no more
 */
export const rereadWindow = async (
  database: Pick<Database, 'query'>,
  rereader: Rereader,
  { selection, after, until }: Span,
): Promise<Window> => {
  const which = selected('standing', selection);
  const name = `dead_letter_contents_${which.by}`;
  const rows = await database.query<Row>(name, contents(which), [...which.values, ...span(after, until)]);
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
  { selection, after, until }: Span,
): Promise<string[]> => {
  const which = selected(state, selection);
  const name = `dead_letter_ids_${which.by}`;
  const rows = await database.query<{ id: string }>(name, ids(which), [...which.values, ...span(after, until)]);
  return rows.map(({ id }) => id);
};
