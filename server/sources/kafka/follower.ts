import type { CommitOptionsPartition, Consumer } from '@platformatic/kafka';
import type { Logger } from '../../engine/ops/log.ts';

const interval = 1_000;

/**
 * Lets Kafka's committed offsets follow what is committed in PostgreSQL, about once per second. Nothing depends on
 * them but the eyes of whoever watches the lag of the group, so a failure is not repeated: the next one covers it.
 */
export class Follower {
  readonly #consumer: Consumer;
  readonly #topic: string;
  readonly #log: Logger;
  readonly #moved = new Map<number, CommitOptionsPartition>();
  #timer: NodeJS.Timeout | undefined;
  #committing: Promise<void> | undefined;

  constructor(options: { consumer: Consumer; topic: string; log: Logger }) {
    this.#consumer = options.consumer;
    this.#topic = options.topic;
    this.#log = options.log;
  }

  /** Call it after the position was committed in PostgreSQL. */
  moved(position: Omit<CommitOptionsPartition, 'topic'>): void {
    this.#moved.set(position.partition, { topic: this.#topic, ...position });
    this.#timer ??= setTimeout(() => this.#start(), interval);
  }

  /** Commits what is left, if the consumer is still a member. */
  async finish(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#committing;
    this.#start();
    await this.#committing;
  }

  #start(): void {
    this.#timer = undefined;
    if (this.#moved.size === 0 || this.#committing !== undefined || !this.#consumer.isActive()) return;
    const offsets = [...this.#moved.values()];
    this.#moved.clear();
    this.#committing = this.#consumer
      .commit({ offsets })
      .catch((error: unknown) => this.#log.debug({ err: error }, "Kafka's own offsets could not follow"))
      .finally(() => {
        this.#committing = undefined;
        if (this.#moved.size > 0) this.#timer ??= setTimeout(() => this.#start(), interval);
      });
  }
}
