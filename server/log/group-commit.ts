import { failure, type Message, type Result } from '../../protocol/index.ts';
import type { Appender } from './append.ts';
import type { Publish } from './batch.ts';
import type { Send } from './send.ts';

type Waiting = { send: Send; since: number; resolve: (result: Result<Message>) => void };

const largestBatch = 300;
const longestQueue = 20_000;
const retryAfterMs = 500;
/** Batches on their way to the database at once. */
const mostRunning = 8;
/** So many sends need not wait for the batch before them: together they cost little more than one. */
const worthItsOwn = 48;
/** Milliseconds that a smaller batch waits for the one before it. */
const patience = 5;

/**
 * Gathers sends into group commits. An idle instance commits at once; while a batch is in flight the next one gathers,
 * until that one is done, or it has become large, or has waited for a few milliseconds. So a commit, which costs about
 * as much as thirty messages, is paid rarely, and nobody waits long for somebody else's.
 *
 * A conversation is in one batch at a time, so its sends are numbered in the order they came. When somebody holds a
 * conversation's row, each conversation of that batch is committed by itself, so that only the one that is held waits.
 */
export class GroupCommit {
  readonly #appender: Appender;
  readonly #publish: Publish;
  /** What may be committed now, by conversation, longest waiting first. */
  readonly #ready = new Map<string, Waiting[]>();
  /** Conversations that are being committed, and what has come for them meanwhile. */
  readonly #busy = new Map<string, Waiting[]>();
  #readySends = 0;
  #waitingSends = 0;
  #running = 0;
  #turn: NodeJS.Immediate | undefined;
  #timer: NodeJS.Timeout | undefined;
  #idle: PromiseWithResolvers<void> | undefined;

  /** @param publish called with what was committed, before the sends are answered */
  constructor(appender: Appender, publish: Publish) {
    this.#appender = appender;
    this.#publish = publish;
  }

  /**
   * @returns the committed message, or the refusal; `unavailable` may be sent again with the same clientId
   */
  append(send: Send): Promise<Result<Message>> {
    if (this.#waitingSends >= longestQueue)
      return Promise.resolve(failure('unavailable', 'too many messages are waiting', retryAfterMs));
    return new Promise((resolve) => {
      this.#waitingSends += 1;
      const waiting = { send, since: performance.now(), resolve };
      const busy = this.#busy.get(send.conversationId);
      if (busy) busy.push(waiting);
      else this.#makeReady(send.conversationId, [waiting]);
    });
  }

  /** Resolves when nothing is waiting or in flight, for a clean stop. */
  async idle(): Promise<void> {
    if (this.#isIdle) return;
    this.#idle ??= Promise.withResolvers();
    await this.#idle.promise;
  }

  get #isIdle(): boolean {
    return this.#busy.size === 0 && this.#ready.size === 0;
  }

  #makeReady(conversationId: string, sends: Waiting[]): void {
    const known = this.#ready.get(conversationId);
    if (known) known.push(...sends);
    else this.#ready.set(conversationId, sends);
    this.#readySends += sends.length;
    // One turn of the event loop, so that all sends read from the sockets in this turn share the batch.
    this.#turn ??= setImmediate(() => this.#start());
  }

  /** Starts the batches whose time has come. */
  #start(): void {
    this.#turn = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#readySends > 0 && this.#running < mostRunning) {
      const left = this.#timeLeft();
      if (left > 0) {
        this.#timer = setTimeout(() => this.#start(), left);
        return;
      }
      void this.#run(this.#take());
    }
  }

  /** Milliseconds for which the next batch may go on gathering. */
  #timeLeft(): number {
    if (this.#running === 0 || this.#readySends >= worthItsOwn) return 0;
    const [oldest] = this.#ready.values();
    return patience - (performance.now() - (oldest?.[0]?.since ?? 0));
  }

  #take(): Waiting[] {
    const batch: Waiting[] = [];
    for (const [conversationId, sends] of this.#ready) {
      const rest = sends.splice(largestBatch - batch.length);
      batch.push(...sends);
      this.#ready.delete(conversationId);
      this.#busy.set(conversationId, rest);
      // What is left over must stay behind what is under way.
      this.#readySends -= sends.length + rest.length;
      if (batch.length >= largestBatch) break;
    }
    return batch;
  }

  async #run(batch: Waiting[]): Promise<void> {
    this.#running += 1;
    const results = await this.#appender.commitUnlessHeld(
      batch.map(({ send }) => send),
      this.#publish,
    );
    this.#running -= 1;
    const conversations = Map.groupBy(batch, ({ send }) => send.conversationId);
    if (results === 'held') for (const [id, sends] of conversations) void this.#runAlone(id, sends);
    else {
      this.#answer(batch, results);
      for (const id of conversations.keys()) this.#release(id);
    }
    this.#start();
  }

  /** Commits what there is of one conversation, and what comes meanwhile, without keeping the others waiting. */
  async #runAlone(conversationId: string, first: Waiting[]): Promise<void> {
    const busy = this.#busy.get(conversationId) ?? [];
    busy.unshift(...first);
    while (busy.length > 0) {
      const batch = busy.splice(0, largestBatch);
      this.#answer(
        batch,
        await this.#appender.commit(
          batch.map(({ send }) => send),
          this.#publish,
        ),
      );
    }
    this.#release(conversationId);
  }

  #answer(batch: Waiting[], results: Result<Message>[]): void {
    this.#waitingSends -= batch.length;
    batch.forEach(({ resolve }, index) => {
      resolve(results[index] ?? failure('internal', 'no answer for this message'));
    });
  }

  #release(conversationId: string): void {
    const sends = this.#busy.get(conversationId) ?? [];
    this.#busy.delete(conversationId);
    if (sends.length > 0) this.#makeReady(conversationId, sends);
    if (!this.#isIdle) return;
    this.#idle?.resolve();
    this.#idle = undefined;
  }
}
