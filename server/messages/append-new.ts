import { randomUUID } from 'node:crypto';
import type { Message } from '../../protocol/index.ts';
import type { Batch } from '../engine/log/batch.ts';
import { payloadText } from '../engine/log/payload.ts';
import { integerArray, jsonbArray, textArray, uuidArray } from '../engine/store/binary-array.ts';
import type { Database } from '../engine/store/database.ts';
import { conversationLog } from './conversation-log.ts';
import { type Committed, newMessage, type Send, Stored } from './send.ts';

type Row = { last_seqs: string[] | null; last_versions: string[] | null; made_at: Date | null };

/** Where each send of a batch will stand. */
type Plan = {
  /** In ascending order, in which every instance locks them. */
  conversationIds: string[];
  /** Of each conversation: the number of its sends. */
  counts: number[];
  /** Of each send: the place of its conversation, from 1. */
  places: number[];
  /** Of each send: how many to the same conversation follow. */
  after: number[];
};

/** Length of what versions 4 and 7 have in common: the hyphen before the variant, and all that follows. */
const variantAndRest = '-9e4f-000000000000'.length;

const statement = `select * from append_new_messages(
  $1::uuid[], $2::int[], $3::int[], $4::int[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::uuid[],
  $10::uuid[], $11::jsonb[])`;

/**
 * Stores sends against which nothing speaks, in one round trip, with the PL/pgSQL function append_new_messages.
 * @returns null when one of them is refused or was sent before: then nothing was stored
 * @throws what the database says; then nothing was stored, unless the connection was lost
 */
export const appendNew = async (database: Database, sends: Send[]): Promise<Committed | null> => {
  if (isRepeating(sends)) return null;
  const plan = planOf(sends);
  const ids = idsFor(sends.length);
  const [row] = await database.query<Row>('append_new', statement, [
    uuidArray(plan.conversationIds),
    integerArray(plan.counts),
    integerArray(plan.places),
    integerArray(plan.after),
    uuidArray(ids),
    uuidArray(sends.map((send) => send.authorId)),
    uuidArray(sends.map((send) => send.clientId)),
    textArray(sends.map((send) => send.body)),
    uuidArray(sends.map((send) => send.replyToId)),
    uuidArray(sends.map((send) => send.threadId)),
    jsonbArray(sends.map((send) => send.content)),
  ]);
  return row?.last_seqs && row.last_versions && row.made_at
    ? committed(sends, ids, plan, row.last_seqs.map(Number), row.last_versions.map(Number), row.made_at.toISOString())
    : null;
};

/**
 * New ids: UUIDv7 with a counter in the place of its first random bits (RFC 9562, section 6.2, method 1). Made from
 * version 4, whose random bits Node fetches for many at a time: fetching them for each batch took longer than all else here.
 */
const idsFor = (count: number): string[] => {
  const time = Date.now().toString(16).padStart(12, '0');
  const beginning = `${time.slice(0, 8)}-${time.slice(8)}-7`;
  return Array.from(
    { length: count },
    (_, index) => beginning + index.toString(16).padStart(3, '0') + randomUUID().slice(-variantAndRest),
  );
};

const isRepeating = (sends: Send[]): boolean =>
  new Set(sends.map(({ authorId, clientId }) => authorId + clientId)).size < sends.length;

const planOf = (sends: Send[]): Plan => {
  const conversationIds = [...new Set(sends.map(({ conversationId }) => conversationId))].sort();
  const placeOf = new Map(conversationIds.map((id, index) => [id, index + 1]));
  const counts = conversationIds.map(() => 0);
  const places = sends.map(({ conversationId }) => placeOf.get(conversationId) ?? 0);
  const after = places
    .toReversed()
    .map((place) => {
      const count = counts[place - 1] ?? 0;
      counts[place - 1] = count + 1;
      return count;
    })
    .reverse();
  return { conversationIds, counts, places, after };
};

const committed = (
  sends: Send[],
  ids: string[],
  { conversationIds, counts, places, after }: Plan,
  lastSeqs: number[],
  lastVersions: number[],
  createdAt: string,
): Committed => {
  const batches = conversationIds.map((log, index): Batch<Message> => {
    const version = numberAt(lastVersions, index);
    return { log, after: version - numberAt(counts, index), version, entries: [] };
  });
  const texts: string[][] = batches.map(() => []);
  const results = sends.map((send, index) => {
    const conversation = numberAt(places, index) - 1;
    const message = newMessage(send, {
      id: ids[index] ?? '',
      seq: numberAt(lastSeqs, conversation) - numberAt(after, index),
      version: numberAt(lastVersions, conversation) - numberAt(after, index),
      createdAt,
    });
    const text = JSON.stringify(message);
    batches[conversation]?.entries.push(message);
    texts[conversation]?.push(text);
    return new Stored(message, text);
  });
  batches.forEach((batch, index) => {
    batch.json = payloadText(conversationLog, batch, `[${texts[index]?.join(',') ?? ''}]`);
  });
  return { results, batches };
};

const numberAt = (numbers: number[], index: number): number => {
  const value = numbers[index];
  // Never acknowledge a message without its number.
  if (value === undefined || Number.isNaN(value)) throw new Error('the database numbered too few messages');
  return value;
};
