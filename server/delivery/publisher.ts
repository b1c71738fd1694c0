import { type Bus, chatChannel, ticketChannel } from '../cluster/bus.ts';
import { type Batch, ticketLog } from '../log/batch.ts';
import { fromBus, toBus } from './bus-message.ts';
import type { Delivery } from './delivery.ts';

/**
 * Sends what this instance committed to its own sockets at once, and to the other instances over the bus: one message
 * for each commit, because sending one costs more than what is in it.
 * @param delivery undefined where this process holds no sockets
 */
export const createPublisher = (bus: Bus, delivery: Delivery | undefined) => {
  return (batches: Batch[]): void => {
    const [first] = batches;
    if (first === undefined) return;
    for (const batch of batches) delivery?.accept(batch, 'local');
    // A commit is of messages or of rejections, never of both.
    bus.publish(first.log === ticketLog ? ticketChannel : chatChannel, toBus(batches));
  };
};

/** Hands to the delivery what other instances committed. Call it before the bus starts. */
export const receiveBatches = (bus: Bus, delivery: Delivery): void => {
  const receive = (message: string) => {
    for (const batch of fromBus(message)) delivery.accept(batch, 'bus');
  };
  bus.subscribe(chatChannel, receive);
  bus.subscribe(ticketChannel, receive);
};
