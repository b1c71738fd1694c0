import { failure, type Message, type Result } from '../../protocol/index.ts';
import type { Appender, Send } from './append.ts';
import type { Publish } from './batch.ts';

type Waiting = { send: Send; resolve: (result: Result<Message>) => void };
/** Takes over everything that waits of one conversation. */
type StepAside = (conversationId: string, waiting: Waiting[]) => void;

const laneCount = 8;
const largestBatch = 300;
const longestQueue = 5_000;
const retryAfterMs = 500;

/** One batch in flight, the next one gathering meanwhile. No timer: an idle lane commits at once. */
class Lane {
  readonly #appender: Appender;
  readonly #publish: Publish;
  readonly #stepAside: StepAside | undefined;
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;

  /** @param stepAside where conversations go that hold up the lane; without it they are waited for */
  constructor(appender: Appender, publish: Publish, stepAside?: StepAside) {
    this.#appender = appender;
    this.#publish = publish;
    this.#stepAside = stepAside;
  }

  get isIdle(): boolean {
    return this.#running === undefined;
  }

  get isFull(): boolean {
    return this.#waiting.length >= longestQueue;
  }

  add(...waiting: Waiting[]): void {
    this.#waiting.push(...waiting);
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #run(): Promise<void> {
    // One turn of the event loop, so that all sends read from the sockets in this turn share the first batch.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, largestBatch);
      const results = await this.#commit(batch.map(({ send }) => send));
      if (results === 'held') this.#partWith(batch);
      else
        batch.forEach(({ resolve }, index) => {
          resolve(results[index] ?? failure('internal', 'no answer for this message'));
        });
    }
  }

  #commit(sends: Send[]): Promise<Result<Message>[] | 'held'> {
    return this.#stepAside
      ? this.#appender.commitUnlessHeld(sends, this.#publish)
      : this.#appender.commit(sends, this.#publish);
  }

  // Also what waits behind the batch, because a conversation must not be in two places at once.
  #partWith(batch: Waiting[]): void {
    const leaving = new Set(batch.map(({ send }) => send.conversationId));
    const all = [...batch, ...this.#waiting];
    this.#waiting = all.filter(({ send }) => !leaving.has(send.conversationId));
    const theirs = all.filter(({ send }) => leaving.has(send.conversationId));
    for (const [id, waiting] of Map.groupBy(theirs, ({ send }) => send.conversationId)) this.#stepAside?.(id, waiting);
  }
}

/**
 * Gathers sends into group commits. All sends of a conversation go through one lane, so they are numbered in the
 * order they came; different lanes do not wait for each other. When somebody holds a conversation's row, all of that
 * batch get lanes of their own for as long as they need them, so that only the conversation that is held waits.
 */
export class Lanes {
  readonly #lanes: Lane[];
  readonly #aside = new Map<string, Lane>();

  /** @param publish called with what was committed, before the sends are answered */
  constructor(appender: Appender, publish: Publish) {
    const stepAside: StepAside = (id, waiting) => void this.#setAside(id, new Lane(appender, publish), waiting);
    this.#lanes = Array.from({ length: laneCount }, () => new Lane(appender, publish, stepAside));
  }

  /**
   * @returns the committed message, or the refusal; `unavailable` may be sent again with the same clientId
   */
  append(send: Send): Promise<Result<Message>> {
    return new Promise((resolve) => {
      const lane = this.#aside.get(send.conversationId) ?? this.#lanes[laneOf(send.conversationId)];
      if (lane === undefined || lane.isFull)
        resolve(failure('unavailable', 'too many messages are waiting', retryAfterMs));
      else lane.add({ send, resolve });
    });
  }

  /** Resolves when nothing is waiting or in flight, for a clean stop. */
  async idle(): Promise<void> {
    const all = () => [...this.#lanes, ...this.#aside.values()];
    while (all().some((lane) => !lane.isIdle)) await Promise.all(all().map((lane) => lane.idle()));
  }

  async #setAside(conversationId: string, lane: Lane, waiting: Waiting[]): Promise<void> {
    this.#aside.set(conversationId, lane);
    lane.add(...waiting);
    while (!lane.isIdle) await lane.idle();
    this.#aside.delete(conversationId);
  }
}

// The last hex digits of a UUIDv7 are random, so they spread conversations evenly.
const laneOf = (conversationId: string) => Number.parseInt(conversationId.slice(-2), 16) % laneCount;
