import { type Bus, chatChannel, chatChannels, ticketChannel } from '../cluster/bus.ts';
import { type Batch, ticketLog } from '../log/batch.ts';
import { fromBus, toBus } from './bus-message.ts';
import type { Delivery } from './delivery.ts';

const channelOf = (batch: Batch) => (batch.log === ticketLog ? ticketChannel : chatChannel(batch.log));

/**
 * Sends what this instance committed to its own sockets at once, and to the other instances over the bus.
 * @param delivery undefined where this process holds no sockets
 */
export const createPublisher = (bus: Bus, delivery: Delivery | undefined) => {
  return (batches: Batch[]): void => {
    for (const batch of batches) {
      delivery?.accept(batch, 'local');
      bus.publish(channelOf(batch), toBus(batch));
    }
  };
};

/** Hands to the delivery what other instances committed. Call it before the bus starts. */
export const receiveBatches = (bus: Bus, delivery: Delivery): void => {
  const receive = (message: string) => delivery.accept(fromBus(message), 'bus');
  for (const channel of chatChannels) bus.subscribe(channel, receive);
  bus.subscribe(ticketChannel, receive);
};
