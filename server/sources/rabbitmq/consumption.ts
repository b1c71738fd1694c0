import { randomUUID } from 'node:crypto';
import type { Channel, ConsumeMessage } from 'amqplib';
import type { Deliveries } from './deliveries.ts';

/** Bytes that are in hand at once, and what is on its way when that is reached. */
const mostBytes = 32_000_000;

/**
 * Consumes a queue, with a bound in bytes: RabbitMQ bounds the number of messages that are not acknowledged, and nothing
 * else, however long they are. When too much is in hand no more is taken, until all of it is done.
 */
export class Consumption {
  readonly #channel: Pick<Channel, 'consume' | 'cancel'>;
  readonly #queue: string;
  readonly #deliveries: Deliveries;
  #tag = '';
  #ending: Promise<void> | undefined;

  constructor(channel: Pick<Channel, 'consume' | 'cancel'>, queue: string, deliveries: Deliveries) {
    this.#channel = channel;
    this.#queue = queue;
    this.#deliveries = deliveries;
  }

  /** Begins to take messages. @throws when the channel has closed */
  async start(): Promise<void> {
    // Ours, because messages may come before the answer that would name it.
    this.#tag = randomUUID();
    await this.#channel.consume(this.#queue, (message) => this.#take(message), { consumerTag: this.#tag });
  }

  /** Goes on, if it had stopped and nothing is in hand any more. Call it when something was acknowledged. */
  async goOn(): Promise<void> {
    await this.#ending;
    if (this.#ending === undefined || this.#deliveries.bytes > 0) return;
    this.#ending = undefined;
    await this.start();
  }

  /** Takes no more, for good. @throws when the channel has closed */
  async stop(): Promise<void> {
    await (this.#ending ?? this.#channel.cancel(this.#tag));
  }

  #take(message: ConsumeMessage | null): void {
    this.#deliveries.add(message);
    if (this.#deliveries.bytes < mostBytes) return;
    // That the channel has closed is told by the deliveries.
    this.#ending ??= this.#channel.cancel(this.#tag).then(
      () => {},
      () => {},
    );
  }
}
