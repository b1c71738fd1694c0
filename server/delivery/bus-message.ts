import { z } from 'zod';
import type { Batch } from '../log/batch.ts';
import { payloadOf } from '../log/payload.ts';

/**
 * Batches as they travel between instances, a line for each: its place in the log, and the payload as the sockets will
 * get it. JSON holds no line breaks.
 */
export const toBus = (batches: Batch[]): string =>
  batches.map((batch) => `${batch.log} ${batch.after} ${batch.version} ${payloadOf(batch).json}`).join('\n');

const place = /^(\S+) (\d{1,15}) (\d{1,15}) /;

// The entries come from an instance of ours, which parsed them when they were sent: here only their ids and their order matter.
const Entries = z.array(z.looseObject({ id: z.string(), version: z.int().positive() }));
const Encoded = z.union([
  z.object({ messages: Entries }).transform(({ messages }) => messages),
  z.object({ rejections: Entries }).transform(({ rejections }) => rejections),
]);

/**
 * A batch whose payload stays text, because mostly it is only sent on; its entries are read when somebody needs them.
 * (A class, because an object with a getter of its own gets a shape of its own, which lives in old memory and keeps the
 * text there: docs/decisions/0020.)
 */
class ReceivedBatch implements Batch {
  readonly log: string;
  readonly after: number;
  readonly version: number;
  readonly json: string;
  #entries: Batch['entries'] | undefined;

  constructor(line: string) {
    const [head, log, after, version] = place.exec(line) ?? [];
    if (head === undefined || log === undefined) throw new Error('a message on the bus is not a batch');
    this.log = log;
    this.after = Number(after);
    this.version = Number(version);
    this.json = line.slice(head.length);
  }

  get entries(): Batch['entries'] {
    this.#entries ??= Encoded.parse(JSON.parse(this.json)) as Batch['entries'];
    return this.#entries;
  }
}

/**
 * Reads what {@link toBus} wrote.
 * @throws when it has another form
 */
export const fromBus = (message: string): Batch[] => message.split('\n').map((line) => new ReceivedBatch(line));
