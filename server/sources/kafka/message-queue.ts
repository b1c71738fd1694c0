import type { Message, MessagesStream } from '@platformatic/kafka';

type Stream = MessagesStream<Buffer, Buffer, Buffer, Buffer>;

/** The messages of one stream in batches, until somebody says that it is over. */
export class MessageQueue {
  readonly #signal: AbortSignal;
  readonly #onAbort = () => this.end();
  #stream: Stream | undefined;
  #ended = false;
  #failure: Error | undefined;
  #wake: (() => void) | undefined;

  /** @param signal when aborted, {@link next} gives an empty batch */
  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  read(stream: Stream): void {
    this.#stream = stream;
    stream.on('readable', () => this.#wake?.());
    stream.on('error', (error) => this.fail(error));
    stream.on('close', () => this.fail(new Error('the stream of Kafka messages closed')));
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  fail(error: Error): void {
    this.#failure ??= error;
    this.#wake?.();
  }

  /**
   * Waits until something is there.
   * @returns everything that is there, `most` at the most; nothing when it has ended
   * @throws when the stream or its consumer has failed
   */
  async next(most: number): Promise<Message[]> {
    while (!this.#ended && !this.#signal.aborted) {
      if (this.#failure !== undefined) throw this.#failure;
      const batch = this.#take(most);
      if (batch.length > 0) return batch;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
    }
    return [];
  }

  async close(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#onAbort);
    const stream = this.#stream;
    if (stream === undefined || stream.closed) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    stream.once('close', resolve);
    stream.destroy();
    await promise;
  }

  #take(most: number): Message[] {
    const batch: Message[] = [];
    while (batch.length < most) {
      const message: Message | null = this.#stream?.read() ?? null;
      if (message === null) break;
      batch.push(message);
    }
    return batch;
  }
}
