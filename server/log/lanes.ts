import { failure, type Message, type Result } from '../../protocol/index.ts';
import type { Appender, Send } from './append.ts';
import type { Publish } from './batch.ts';

type Waiting = { send: Send; resolve: (result: Result<Message>) => void };

const laneCount = 8;
const largestBatch = 300;
const longestQueue = 5_000;
const retryAfterMs = 500;

/** One batch in flight, the next one gathering meanwhile. No timer: an idle lane commits at once. */
class Lane {
  readonly #appender: Appender;
  readonly #publish: Publish;
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;

  constructor(appender: Appender, publish: Publish) {
    this.#appender = appender;
    this.#publish = publish;
  }

  add(waiting: Waiting): boolean {
    if (this.#waiting.length >= longestQueue) return false;
    this.#waiting.push(waiting);
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return true;
  }

  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #run(): Promise<void> {
    // One turn of the event loop, so that all sends read from the sockets in this turn share the first batch.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, largestBatch);
      const results = await this.#appender.commit(
        batch.map(({ send }) => send),
        this.#publish,
      );
      batch.forEach(({ resolve }, index) => {
        resolve(results[index] ?? failure('internal', 'no answer for this message'));
      });
    }
  }
}

/**
 * Gathers sends into group commits. All sends of a conversation go through one lane, so they are numbered in the
 * order they came; different lanes do not wait for each other.
 */
export class Lanes {
  readonly #lanes: Lane[];

  /** @param publish called with what was committed, before the sends are answered */
  constructor(appender: Appender, publish: Publish) {
    this.#lanes = Array.from({ length: laneCount }, () => new Lane(appender, publish));
  }

  /**
   * @returns the committed message, or the refusal; `unavailable` may be sent again with the same clientId
   */
  append(send: Send): Promise<Result<Message>> {
    return new Promise((resolve) => {
      const lane = this.#lanes[laneOf(send.conversationId)];
      if (!lane?.add({ send, resolve })) resolve(failure('unavailable', 'too many messages are waiting', retryAfterMs));
    });
  }

  /** Resolves when nothing is waiting or in flight, for a clean stop. */
  async idle(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.idle()));
  }
}

// The last hex digits of a UUIDv7 are random, so they spread conversations evenly.
const laneOf = (conversationId: string) => Number.parseInt(conversationId.slice(-2), 16) % laneCount;
