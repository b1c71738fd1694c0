import { setTimeout as delay } from 'node:timers/promises';
import { type IngestData, limits, TicketSource } from '../../protocol/index.ts';
import type { Publish } from '../engine/log/batch.ts';
import type { Logger } from '../engine/ops/log.ts';
import type { Metrics } from '../engine/ops/metrics.ts';
import { type Database, isPassing, sqlState } from '../engine/store/database.ts';
import { type DeadLetter, type Ingested, ingestTickets, type PartitionRange } from '../tickets/index.ts';
import type { Headers } from './cloud-event.ts';
import type { Reading } from './event.ts';
import { type Turn, untilDone } from './source.ts';

/** One thing that arrived from a source, and what was made of it. */
export type Arrival = {
  payload: Buffer;
  reading: Reading;
  /** Where it came from and its place there: a dead letter is kept once per place. */
  origin: string;
  position: string;
  /** Its offset, when it is of a Kafka partition. */
  offset?: bigint;
  /** What travelled beside it, and its key: kept with a dead letter, so that it can be read again. */
  headers?: Headers | undefined;
  key?: string | undefined;
};

export type Outcome = IngestData['results'][number];
/** One outcome per arrival; or `fenced`: another consumer has this part of the partition, nothing was stored. */
export type Taken = { fenced: true } | { fenced: false; outcomes: Outcome[] };

const quickAttempts = 3;
// Of all payloads in one transaction: it must be done long before a statement has to give up.
const largestBatch = 4_000_000;
// SQLSTATE classes that speak of the data itself: 22 data exception, 23 integrity, 54 program limit exceeded. Anything
// else that will not pass by itself (no such table, no permission) is no fault of an event and must not cost one. Nor is
// a unique violation: somebody else stored the same event at the same moment.
const refusesData = /^(22|23(?!505)|54)/;
const uniqueViolation = '23505';

/**
 * The one way from any source into the log: a batch becomes one transaction of rejections, dead letters and the
 * consumed offset, is published, and counted.
 */
export class Intake {
  readonly #database: Database;
  readonly #publish: Publish;
  readonly #metrics: Metrics;
  readonly #log: Logger;

  constructor(options: { database: Database; publish: Publish; metrics: Metrics; log: Logger }) {
    this.#database = options.database;
    this.#publish = options.publish;
    this.#metrics = options.metrics;
    this.#log = options.log;
    for (const source of TicketSource.options) this.expect(source);
  }

  /** Says of a source that there are no dead letters: an alert must see the first one, and from nothing to one is no rise. */
  expect(source: string): void {
    this.#metrics.ingested.inc({ source, outcome: 'dead_letter' }, 0);
  }

  /**
   * Stores a batch, in the order given. A record that cannot be stored becomes a dead letter; its neighbours are stored.
   * @param range with Kafka, the part of the partition that the arrivals are; an empty batch moves the offset too
   * @throws when nothing, or only a first part, could be stored now; the whole batch may be repeated
   */
  async take(source: string, arrivals: Arrival[], range?: PartitionRange): Promise<Taken> {
    if (arrivals.length === 0 && range === undefined) return { fenced: false, outcomes: [] };
    if (arrivals.length > 1 && sizeOf(arrivals) > largestBatch) return this.#halves(source, arrivals, range);
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#once(source, arrivals, range);
      } catch (error) {
        if (refusesData.test(sqlState(error) ?? '')) return this.#apart(source, arrivals, range, error);
        // A lock or a connection that was lost is often there again at once.
        const passing = isPassing(error) || sqlState(error) === uniqueViolation;
        if (!passing || attempt === quickAttempts) throw error;
        await delay(20 * attempt);
      }
    }
  }

  /** Like {@link take}, until it is done or the turn ends: the source stands still meanwhile, and nothing is skipped. */
  async takeInTurn(turn: Turn, source: string, arrivals: Arrival[], range?: PartitionRange): Promise<Taken> {
    const problem = 'the database cannot take events now';
    const taken = await untilDone(turn, problem, () => this.take(source, arrivals, range));
    turn.consuming();
    return taken;
  }

  async #once(source: string, arrivals: Arrival[], range: PartitionRange | undefined): Promise<Taken> {
    const events = arrivals.flatMap(({ reading }) => (reading.ok ? [reading.event] : []));
    const deadLetters = arrivals.flatMap((arrival) =>
      arrival.reading.ok ? [] : [toDeadLetter(arrival, arrival.reading.error)],
    );
    const ingested = await ingestTickets(this.#database, { source, events, deadLetters, range });
    if (ingested.fenced) {
      this.#metrics.ingested.inc({ source, outcome: 'fenced' }, arrivals.length);
      return { fenced: true };
    }
    if (ingested.batch !== null) this.#publish([ingested.batch]);
    const outcomes = toOutcomes(arrivals, ingested);
    for (const { outcome } of outcomes) this.#metrics.ingested.inc({ source, outcome });
    const first = deadLetters[0];
    if (first !== undefined)
      this.#log.warn({ source, ...first, payload: undefined, count: deadLetters.length }, 'dead letters');
    return { fenced: false, outcomes };
  }

  /** Halves the batch until the record that PostgreSQL refuses is alone, and makes that one a dead letter. */
  async #apart(source: string, arrivals: Arrival[], range: PartitionRange | undefined, error: unknown): Promise<Taken> {
    const [only] = arrivals;
    if (only === undefined) throw error;
    if (arrivals.length === 1) {
      if (!only.reading.ok) throw error;
      const reason = `the database refuses it: ${error instanceof Error ? error.message : String(error)}`;
      const reading: Reading = { ok: false, error: reason, eventId: only.reading.event.eventId };
      return this.take(source, [{ ...only, reading }], range);
    }
    return this.#halves(source, arrivals, range);
  }

  async #halves(source: string, arrivals: Arrival[], range: PartitionRange | undefined): Promise<Taken> {
    const middle = arrivals.length >> 1;
    const [left, right] = [arrivals.slice(0, middle), arrivals.slice(middle)];
    const border = right[0]?.offset;
    const first = await this.take(source, left, range && { ...range, next: border ?? range.next });
    if (first.fenced) return first;
    const second = await this.take(source, right, range && { ...range, from: border ?? range.from });
    return second.fenced ? second : { fenced: false, outcomes: [...first.outcomes, ...second.outcomes] };
  }
}

const sizeOf = (arrivals: Arrival[]): number => arrivals.reduce((sum, { payload }) => sum + payload.length, 0);

const toDeadLetter = ({ origin, position, payload, headers, key }: Arrival, reason: string): DeadLetter => {
  const most = limits.deadLetterBytes;
  const error = storable(reason);
  const isLong = payload.length > most;
  return {
    origin,
    position,
    payload: isLong ? payload.subarray(0, most) : payload,
    error: isLong ? `${error} (${most} of ${payload.length} kept)` : error,
    headers: fittingHeaders(headers),
    key: key === undefined ? null : storable(key).slice(0, limits.deadLetterKey),
  };
};

const storable = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();

const fittingHeaders = (headers: Headers = new Map()): DeadLetter['headers'] => {
  const kept: Record<string, string> = {};
  let room: number = limits.deadLetterHeaderBytes;
  for (const [name, value] of headers) {
    room -= Buffer.byteLength(name) + Buffer.byteLength(value);
    if (room >= 0) kept[storable(name)] = storable(value);
  }
  return kept;
};

const toOutcomes = (arrivals: Arrival[], ingested: Exclude<Ingested, { fenced: true }>): Outcome[] => {
  let stored = 0;
  return arrivals.map(({ reading }): Outcome => {
    if (!reading.ok) return { outcome: 'dead_letter', eventId: reading.eventId, error: reading.error };
    const outcome = ingested.outcomes[stored++];
    if (outcome === undefined) throw new Error('the database gave no outcome for an event');
    return { outcome, eventId: reading.event.eventId };
  });
};
