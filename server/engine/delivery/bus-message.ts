import { z } from 'zod';
import type { Batch, Entry } from '../log/batch.ts';
import type { LogKinds } from '../log/kinds.ts';
import { payloadOf } from '../log/payload.ts';

/**
 * Batches as they travel between instances, a line for each: its place in the log, and the payload as the sockets will
 * get it. JSON holds no line breaks.
 */
export const toBus = (kinds: LogKinds, batches: readonly Batch[]): string =>
  batches.map((batch) => `${batch.log} ${batch.after} ${batch.version} ${payloadOf(kinds, batch).json}`).join('\n');

/** Lines in one message; a commit touches no more conversations than it has messages. */
const mostLines = 2_000;

const place = /^(\S+) (\d{1,15}) (\d{1,15}) /;

// The bus passes on only what an instance of ours has sealed, which parsed the entries when they were sent: here only
// their ids and their order matter.
// Looked at, not copied: there may be a thousand of them, and each has many fields.
const isEntry = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  typeof Reflect.get(value, 'id') === 'string' &&
  Number.isSafeInteger(Reflect.get(value, 'version')) &&
  Reflect.get(value, 'version') > 0;
const Entries = z.array(z.custom<Entry>(isEntry));
const Encoded = z.record(z.string(), z.unknown());

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
  readonly #field: string;
  #entries: Batch['entries'] | undefined;

  constructor(kinds: LogKinds, line: string) {
    const [head, log, after, version] = place.exec(line) ?? [];
    if (head === undefined || log === undefined) throw new Error('a message on the bus is not a batch');
    this.log = log;
    this.after = Number(after);
    this.version = Number(version);
    this.json = line.slice(head.length);
    this.#field = kinds.of(log).field;
  }

  get entries(): Batch['entries'] {
    this.#entries ??= Entries.parse(Encoded.parse(JSON.parse(this.json))[this.#field]);
    return this.#entries;
  }
}

/**
 * Reads what {@link toBus} wrote.
 * @param isWanted whether anybody here follows a log; what nobody wants goes no further
 * @throws when it has another form
 */
export const fromBus = (kinds: LogKinds, message: string, isWanted: (log: string) => boolean): Batch[] => {
  const lines = message.split('\n', mostLines + 1);
  if (lines.length > mostLines) throw new Error('a message on the bus has too many lines');
  return lines.map((line) => new ReceivedBatch(kinds, line)).filter(({ log }) => isWanted(log));
};
