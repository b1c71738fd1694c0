import { type DeadLetterSelection, limits } from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';
import { type Reading, reread } from '../sources/index.ts';
import { type Selected, selected, span } from './selection.ts';

/** Letters that are read at once: not more than 13 MB, and a transaction of well under 200 ms. */
const atOnce = 200;

// What is longer than an event can be is not worth reading again, however it is packed.
const contents = ({ between, order }: Selected): string => `
  select d.id, case when octet_length(d.payload) <= ${limits.ticketEventBytes} then d.payload end as payload, d.headers, d.error
  from dead_letter d where ${between} order by ${order('asc')} limit ${atOnce}`;
const ids = ({ between, order }: Selected): string => `
  select d.id from dead_letter d where ${between} order by ${order('asc')} limit 5 * ${atOnce}`;

type Row = { id: string; payload: Buffer | null; headers: Record<string, string> | null; error: string };
/** Which letters come next: behind `after`, up to `until`. */
export type Span = { selection: DeadLetterSelection; after: string | null; until: string };

/**
 * Reads the next letters that stand, again, in the order in which they came.
 * @returns none when there are no more
 */
export const rereadWindow = async (
  database: Pick<Database, 'query'>,
  { selection, after, until }: Span,
): Promise<{ id: string; reading: Reading }[]> => {
  const which = selected('standing', selection);
  const name = `dead_letter_contents_${which.by}`;
  const rows = await database.query<Row>(name, contents(which), [...which.values, ...span(after, until)]);
  return Promise.all(
    rows.map(async ({ id, payload, headers, error }) => ({
      id,
      reading: payload === null ? { ok: false, error, eventId: null } : await reread(payload, headers ?? {}),
    })),
  );
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
