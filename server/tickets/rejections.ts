import { limits, type Rejection, type TicketEvent } from '../../protocol/index.ts';
import type { Batch } from '../engine/log/batch.ts';
import type { Database } from '../engine/store/database.ts';
import { type RejectionRow, rejectionColumns, toRejection } from './rejection-row.ts';
import { ticketLog } from './ticket-log.ts';

/** A ticket event as it is stored: what the contract knows of it, what it does not, and how it came. */
export type IncomingEvent = TicketEvent & {
  /** Whatever it carried besides, as far as it fits. */
  attributes: Rejection['attributes'];
  /** The JSON text that came. */
  raw: string;
  /** SHA-256 in hex of all that it says; events that are equal but for the order of their fields have the same. */
  contentHash: string;
};

/** Something that arrived and is not a ticket event. Kept once per source, origin and position. */
export type DeadLetter = {
  /** Where it came from: a topic, a queue, a stream. */
  origin: string;
  /** Its place there. */
  position: string;
  payload: Buffer;
  /** Why it could not be read. */
  error: string;
  /** What travelled beside it. */
  headers: Readonly<Record<string, string>>;
  key: string | null;
};

/** The part of a Kafka partition that a batch consumes: from `from` (inclusive) to `next` (exclusive). */
export type PartitionRange = { group: string; topic: string; partition: number; from: bigint; next: bigint };

/** What one transaction stores. The events must have passed the contract, with `occurredAt` in UTC. */
export type Intake = {
  source: string;
  events: IncomingEvent[];
  deadLetters: DeadLetter[];
  range?: PartitionRange;
};

/**
 * What became of an event. `repeated`: it was there. `conflicting`: its source and id were there, with another content;
 * the rejection stays as it is, and this content is kept beside it.
 */
export type IngestOutcome = 'created' | 'repeated' | 'conflicting';

/**
 * What became of a batch. `fenced`: another consumer is past `range.from`, or not there yet; nothing was stored.
 * Otherwise one outcome per event, in the order given, and what is to be published.
 */
export type Ingested = { fenced: true } | { fenced: false; outcomes: IngestOutcome[]; batch: Batch<Rejection> | null };

// `woken`: a rejection that slept until it happens again.
type IngestRow = { outcome: IngestOutcome | 'fenced' | 'woken' } & ({ id: null } | RejectionRow);

const ingest = `
  select i.outcome, ${rejectionColumns('(i.rejection)')}
  from ingest_events($1, $2::jsonb, $3::jsonb, $4, $5, $6, $7, $8, $9) i`;

/**
 * Stores a batch of ticket events, their dead letters and the consumed offset in one transaction and one round trip.
 * Repeating it is safe: an `eventId` of a source is stored once.
 * @throws the database's error; nothing was stored then, or the link broke during COMMIT
 */
export const ingestTickets = async (database: Database, intake: Intake): Promise<Ingested> => {
  const { source, events, deadLetters, range } = intake;
  const rows = await database.query<IngestRow>('ingest_events', ingest, [
    source,
    JSON.stringify(events),
    JSON.stringify(deadLetters.map((letter) => ({ ...letter, payload: letter.payload.toString('base64') }))),
    limits.ticketConflicts,
    range?.group ?? null,
    range?.topic ?? null,
    range?.partition ?? null,
    range?.from ?? null,
    range?.next ?? null,
  ]);
  if (rows.some(({ outcome }) => outcome === 'fenced')) return { fenced: true };
  const outcomes = rows.flatMap(({ outcome }) => (outcome === 'fenced' || outcome === 'woken' ? [] : [outcome]));
  const changed = rows.flatMap((row) => (row.id === null ? [] : [toRejection(row)]));
  return { fenced: false, outcomes, batch: toBatch(changed) };
};

/**
 * @param changed what one transaction created and changed in the feed, in any order: their versions follow one another
 * @returns what is to be published; null when nothing changed
 */
export const toBatch = (changed: Rejection[]): Batch<Rejection> | null => {
  const entries = changed.sort((a, b) => a.version - b.version);
  const [first, last] = [entries[0], entries.at(-1)];
  if (first === undefined || last === undefined) return null;
  return { log: ticketLog, after: first.version - 1, version: last.version, entries };
};
