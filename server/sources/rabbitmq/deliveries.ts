import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';

/** What one connection has delivered and nobody has taken yet, in order; and whether it can still be acknowledged. */
export class Deliveries {
  readonly #signal: AbortSignal;
  #waiting: ConsumeMessage[] = [];
  #bytes = 0;
  #failure: Error | undefined;
  #wake: (() => void) | undefined;

  /** @param signal when aborted, {@link next} gives an empty batch */
  constructor(connection: ChannelModel, signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#wake?.(), { once: true });
    connection.on('error', (error: Error) => this.#fail(error));
    connection.on('close', (error?: Error) => this.#fail(error ?? new Error('the connection to RabbitMQ closed')));
  }

  /** Ends the deliveries when this channel does: its messages cannot be acknowledged any more. */
  watch(channel: Channel): void {
    channel.on('error', (error: Error) => this.#fail(error));
    channel.on('close', () => this.#fail(new Error('the channel of RabbitMQ closed')));
  }

  /** @param message null when RabbitMQ ended the consumer, for example because the queue was deleted */
  add(message: ConsumeMessage | null): void {
    if (message === null) this.#fail(new Error('RabbitMQ cancelled the consumer; was the queue deleted?'));
    else {
      this.#waiting.push(message);
      this.#bytes += message.content.length;
    }
    this.#wake?.();
  }

  /** How many bytes have come and were not taken. */
  get bytes(): number {
    return this.#bytes;
  }

  /** How many have come and were not taken. */
  get count(): number {
    return this.#waiting.length;
  }

  /** Takes what has come, `most` at the most, also when the signal has ended the wait. */
  rest(most: number): ConsumeMessage[] {
    return this.#failure === undefined ? this.#take(most) : [];
  }

  /**
   * Waits until something is there.
   * @returns everything that is there, `most` at the most; nothing when the signal ends the wait
   * @throws when the connection is lost
   */
  async next(most: number): Promise<ConsumeMessage[]> {
    while (this.#waiting.length === 0 && this.#failure === undefined && !this.#signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
    }
    if (this.#signal.aborted) return [];
    if (this.#failure !== undefined) throw this.#failure;
    return this.#take(most);
  }

  #take(most: number): ConsumeMessage[] {
    const taken = this.#waiting.splice(0, most);
    for (const { content } of taken) this.#bytes -= content.length;
    return taken;
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#wake?.();
  }
}
