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
 * Reads what {@link toBus} wrote. The payload stays text, because mostly it is only sent on; its entries are read
 * when somebody needs them.
 * @throws when it has another form
 */
export const fromBus = (message: string): Batch[] => message.split('\n').map(readLine);

const readLine = (line: string): Batch => {
  const match = place.exec(line);
  const [head, log, after, version] = match ?? [];
  if (head === undefined || log === undefined) throw new Error('a message on the bus is not a batch');
  const json = line.slice(head.length);
  let entries: Batch['entries'] | undefined;
  return {
    log,
    after: Number(after),
    version: Number(version),
    json,
    get entries() {
      entries ??= Encoded.parse(JSON.parse(json)) as Batch['entries'];
      return entries;
    },
  };
};
