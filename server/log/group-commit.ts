import { failure, type Message, type Result } from '../../protocol/index.ts';
import type { Appender } from './append.ts';
import type { Publish } from './batch.ts';
import type { Send } from './send.ts';

type Waiting = { send: Send; since: number; resolve: (result: Result<Message>) => void };
type ByConversation = Map<string, Waiting[]>;
/** What is being committed, and what has come for its conversations meanwhile. */
type Running = { sends: Waiting[]; later: ByConversation };

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
  /** What may be committed now, longest waiting first. */
  #ready: ByConversation = new Map();
  // Arrays, with a map for each batch: one map, whose entries come and go, would keep garbage alive (docs/decisions/0020).
  #running: Running[] = [];
  /** Conversations that are committed by themselves, because somebody holds one of their batch. */
  #alone: Running[] = [];
  #readySends = 0;
  #waitingSends = 0;
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
      const later = laterIn(this.#running, send.conversationId) ?? laterIn(this.#alone, send.conversationId);
      if (later) later.push(waiting);
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
    return this.#running.length === 0 && this.#alone.length === 0 && this.#ready.size === 0;
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
    while (this.#readySends > 0 && this.#running.length < mostRunning) {
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
    if (this.#running.length === 0 || this.#readySends >= worthItsOwn) return 0;
    const [oldest] = this.#ready.values();
    return patience - (performance.now() - (oldest?.[0]?.since ?? 0));
  }

  #take(): Running {
    const taken: Running = { sends: [], later: new Map() };
    for (const [conversationId, sends] of this.#ready) {
      this.#readySends -= sends.length;
      // What is left over must stay behind what is under way.
      taken.later.set(conversationId, sends.splice(largestBatch - taken.sends.length));
      taken.sends.push(...sends);
      this.#ready.delete(conversationId);
      if (taken.sends.length >= largestBatch) break;
    }
    if (this.#ready.size === 0) this.#ready = new Map();
    return taken;
  }

  async #run(batch: Running): Promise<void> {
    this.#running.push(batch);
    const results = await this.#appender.commitUnlessHeld(
      batch.sends.map(({ send }) => send),
      this.#publish,
    );
    this.#running = this.#running.filter((other) => other !== batch);
    if (results === 'held') this.#runSeparately(batch);
    else {
      this.#answer(batch.sends, results);
      this.#end(batch);
    }
    this.#start();
  }

  /** Commits each conversation of a batch by itself, so that only the one that is held waits. */
  #runSeparately(batch: Running): void {
    for (const [id, sends] of Map.groupBy(batch.sends, ({ send }) => send.conversationId))
      void this.#runAlone({ sends, later: new Map([[id, batch.later.get(id) ?? []]]) });
  }

  /** Commits what there is of one conversation, and what comes meanwhile, without keeping the others waiting. */
  async #runAlone(conversation: Running): Promise<void> {
    this.#alone.push(conversation);
    const [later = []] = conversation.later.values();
    later.unshift(...conversation.sends);
    while (later.length > 0) {
      const batch = later.splice(0, largestBatch);
      const results = await this.#appender.commit(
        batch.map(({ send }) => send),
        this.#publish,
      );
      this.#answer(batch, results);
    }
    this.#alone = this.#alone.filter((other) => other !== conversation);
    this.#end(conversation);
  }

  #answer(batch: Waiting[], results: Result<Message>[]): void {
    this.#waitingSends -= batch.length;
    batch.forEach(({ resolve }, index) => {
      resolve(results[index] ?? failure('internal', 'no answer for this message'));
    });
  }

  #end({ later }: Running): void {
    for (const [conversationId, sends] of later) if (sends.length > 0) this.#makeReady(conversationId, sends);
    if (!this.#isIdle) return;
    this.#idle?.resolve();
    this.#idle = undefined;
  }
}

/** What has come for a conversation since one of these batches took it; undefined when none of them did. */
const laterIn = (batches: Running[], conversationId: string): Waiting[] | undefined => {
  for (const { later } of batches) {
    const sends = later.get(conversationId);
    if (sends) return sends;
  }
  return undefined;
};
