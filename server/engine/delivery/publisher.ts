import { type Bus, doorbell } from '../bus/bus.ts';
import type { Publish } from '../log/batch.ts';
import type { LogKinds } from '../log/kinds.ts';
import { fromBus, toBus } from './bus-message.ts';
import type { Delivery } from './delivery.ts';
import type { Traces } from './traces.ts';

/**
 * Sends what this instance committed to its own sockets at once, and to the other instances over the bus: one message
 * for each commit, because sending one costs more than what is in it.
 * @param traces remembers it
 * @param delivery undefined where this process holds no sockets
 */
export const createPublisher = (
  kinds: LogKinds,
  bus: Bus,
  traces: Pick<Traces, 'committed'>,
  delivery: Delivery | undefined,
): Publish => {
  return (batches, began) => {
    const [first] = batches;
    if (first === undefined) return;
    traces.committed(batches, began);
    for (const batch of batches) delivery?.accept(batch, 'local');
    // A commit is of logs of one kind.
    bus.publish(kinds.of(first.log).channel, toBus(kinds, batches));
  };
};

/**
 * Hands to the delivery what other instances committed. Call it before the bus starts.
 * @param isHeard whether sockets of this instance hear a log
 */
export const receiveBatches = (
  kinds: LogKinds,
  bus: Bus,
  delivery: Delivery,
  isHeard: (log: string) => boolean,
): void => {
  const receive = (message: string) => {
    for (const batch of fromBus(kinds, message, isHeard)) delivery.accept(batch, 'bus');
  };
  for (const channel of kinds.channels) bus.subscribe(channel, receive);
};

/**
 * Calls back when another instance says that it has committed something: for a process without sockets, whose tail does not
 * run. Some of it may get lost. Call it before the bus starts.
 */
export const hearNews = (kinds: LogKinds, bus: Bus, listener: () => void): void => {
  for (const channel of [doorbell, ...kinds.channels]) bus.subscribe(channel, listener);
};
