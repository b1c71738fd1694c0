import { z } from 'zod';
import type { Batch } from '../log/batch.ts';
import { payloadOf, rememberPayload } from '../log/payload.ts';

/** A batch as it travels between instances: its place in the log, and the payload as the sockets will get it. */
export const toBus = (batch: Batch): string => `${batch.log} ${batch.after} ${batch.version} ${payloadOf(batch).json}`;

const place = /^(\S+) (\d{1,15}) (\d{1,15}) /;

// The entries come from an instance of ours, which parsed them when they were sent: here only their order matters.
const Entries = z.array(z.looseObject({ version: z.int().positive() }));
const Encoded = z.union([
  z.object({ messages: Entries }).transform(({ messages }) => messages),
  z.object({ rejections: Entries }).transform(({ rejections }) => rejections),
]);

/**
 * Reads what {@link toBus} wrote. The payload stays text, because mostly it is only sent on; its entries are read
 * when somebody needs them.
 * @throws when it has another form
 */
export const fromBus = (message: string): Batch => {
  const match = place.exec(message);
  const [head, log, after, version] = match ?? [];
  if (head === undefined || log === undefined) throw new Error('a message on the bus is not a batch');
  const json = message.slice(head.length);
  let entries: Batch['entries'] | undefined;
  const batch: Batch = {
    log,
    after: Number(after),
    version: Number(version),
    get entries() {
      entries ??= Encoded.parse(JSON.parse(json)) as Batch['entries'];
      return entries;
    },
  };
  rememberPayload(batch, json);
  return batch;
};
