import type { Rejection, TicketEvent, TicketSource } from '../../protocol/index.ts';
import type { Database } from '../store/database.ts';
import { type Batch, ticketLog } from './batch.ts';
import { type RejectionRow, rejectionColumns, toRejection } from './rejection-row.ts';

/** Something that arrived and is not a ticket event. Kept once per source, origin and position. */
export type DeadLetter = {
  /** Where it came from: a topic, a queue, a stream. */
  origin: string;
  /** Its place there. */
  position: string;
  payload: Buffer;
  /** Why it could not be read. */
  error: string;
};

/** The part of a Kafka partition that a batch consumes: from `from` (inclusive) to `next` (exclusive). */
export type PartitionRange = { group: string; topic: string; partition: number; from: bigint; next: bigint };

/** What one transaction stores. The events must have passed the contract, with `occurredAt` in UTC. */
export type Intake = {
  source: TicketSource;
  events: TicketEvent[];
  deadLetters: DeadLetter[];
  range?: PartitionRange;
};

/**
 * What became of a batch. `fenced`: another consumer is past `range.from`, or not there yet; nothing was stored.
 * Otherwise one outcome per event, in the order given, and what is to be published.
 */
export type Ingested =
  | { fenced: true }
  | { fenced: false; outcomes: ('created' | 'repeated')[]; batch: Batch<Rejection> | null };

/** One durable change of a rejection. */
export type RejectionChange = {
  actorId: string;
  rejectionId: string;
  kind: 'acknowledge' | 'assign' | 'resolve' | 'discuss';
  /** With `assign`: whom, or nobody. */
  assigneeId?: string | null;
  /** With `discuss`: the room. */
  conversationId?: string;
  /** The version the actor saw: a later change makes this a conflict. */
  seenVersion?: number | undefined;
};

/** What became of a change; `rejection` is the state after it, or the one that stood in its way. */
export type Changed =
  | { outcome: 'changed'; rejection: Rejection; batch: Batch<Rejection> }
  | { outcome: 'unchanged' | 'conflict'; rejection: Rejection }
  | { outcome: 'not_found' };

type IngestRow = { outcome: 'created' | 'repeated' | 'fenced' } & RejectionRow;
type ChangeRow = { outcome: 'changed' | 'unchanged' | 'conflict' | 'not_found'; before: string } & RejectionRow;

const ingest = `
  select i.outcome, ${rejectionColumns('(i.rejection)')}
  from ingest_tickets($1, $2::jsonb, $3::jsonb, $4, $5, $6, $7, $8) i`;
const change = `
  select c.outcome, c.before, ${rejectionColumns('(c.rejection)')}
  from change_rejection($1::uuid, $2::uuid, $3, $4::uuid, $5::uuid, $6) c`;

/**
 * Stores a batch of ticket events, their dead letters and the consumed offset in one transaction and one round trip.
 * Repeating it is safe: an `eventId` is stored once.
 * @throws the database's error; nothing was stored then, or the link broke during COMMIT
 */
export const ingestTickets = async (database: Database, intake: Intake): Promise<Ingested> => {
  const { source, events, deadLetters, range } = intake;
  const rows = await database.query<IngestRow>('ingest_tickets', ingest, [
    source,
    JSON.stringify(events),
    JSON.stringify(deadLetters.map((letter) => ({ ...letter, payload: letter.payload.toString('base64') }))),
    range?.group ?? null,
    range?.topic ?? null,
    range?.partition ?? null,
    range?.from ?? null,
    range?.next ?? null,
  ]);
  if (rows[0]?.outcome === 'fenced') return { fenced: true };
  const outcomes = rows.map((row) => (row.outcome === 'created' ? 'created' : 'repeated'));
  const entries = rows.filter((row) => row.outcome === 'created').map(toRejection);
  return { fenced: false, outcomes, batch: toBatch(entries) };
};

/**
 * Commits one change of a rejection. Repeating it is safe: who already did it gets `unchanged`.
 * @throws the database's error
 */
export const changeRejection = async (database: Database, wanted: RejectionChange): Promise<Changed> => {
  const rows = await database.query<ChangeRow>('change_rejection', change, [
    wanted.actorId,
    wanted.rejectionId,
    wanted.kind,
    wanted.assigneeId ?? null,
    wanted.conversationId ?? null,
    wanted.seenVersion ?? null,
  ]);
  const row = rows[0];
  if (row === undefined || row.outcome === 'not_found') return { outcome: 'not_found' };
  const rejection = toRejection(row);
  if (row.outcome !== 'changed') return { outcome: row.outcome, rejection };
  const batch = { log: ticketLog, after: Number(row.before), version: rejection.version, entries: [rejection] };
  return { outcome: 'changed', rejection, batch };
};

// Rows come in the order of the events, which is the order in which they were numbered.
const toBatch = (entries: Rejection[]): Batch<Rejection> | null => {
  const [first, last] = [entries[0], entries.at(-1)];
  if (first === undefined || last === undefined) return null;
  return { log: ticketLog, after: first.version - 1, version: last.version, entries };
};
