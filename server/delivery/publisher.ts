import { z } from 'zod';
import { type Bus, chatChannel, chatChannels, ticketChannel } from '../cluster/bus.ts';
import { type Batch, ticketLog } from '../log/batch.ts';
import type { Delivery } from './delivery.ts';

// The entries come from an instance of ours, which parsed them when they were sent: here only their order matters.
const BusBatch = z.object({
  log: z.string(),
  after: z.int().nonnegative(),
  version: z.int().positive(),
  entries: z.array(z.looseObject({ version: z.int().positive() })),
});

const channelOf = (batch: Batch) => (batch.log === ticketLog ? ticketChannel : chatChannel(batch.log));

/**
 * Sends what this instance committed to its own sockets at once, and to the other instances over the bus.
 * @param delivery undefined where this process holds no sockets
 */
export const createPublisher = (bus: Bus, delivery: Delivery | undefined) => {
  return (batches: Batch[]): void => {
    for (const batch of batches) {
      delivery?.accept(batch, 'local');
      bus.publish(channelOf(batch), JSON.stringify(batch));
    }
  };
};

/** Hands to the delivery what other instances committed. Call it before the bus starts. */
export const receiveBatches = (bus: Bus, delivery: Delivery): void => {
  const receive = (message: string) => delivery.accept(BusBatch.parse(JSON.parse(message)) as Batch, 'bus');
  for (const channel of chatChannels) bus.subscribe(channel, receive);
  bus.subscribe(ticketChannel, receive);
};
