import { failureWith, notFound, type Payload, type ReadState, type Result, success } from '../../protocol/index.ts';
import { limits } from '../../protocol/limits.ts';
import type { Publish } from '../engine/log/batch.ts';
import type { Logger } from '../engine/ops/log.ts';
import type { Database } from '../engine/store/database.ts';
import { type Mark, type StoredMark, storeMarks } from './store-marks.ts';

type Waiting = { mark: Mark; resolve: (mark: Result<StoredMark>) => void; reject: (error: unknown) => void };

// Marks that follow a send wait for company: nobody waits for them.
const followDelay = 250;
/** Marks of one statement. */
const mostMarks = 1_000;

const keyOf = ({ conversationId, userId }: Pick<Mark, 'conversationId' | 'userId'>) => `${conversationId}/${userId}`;

/** What two marks of one person in one conversation come to: a move back undoes what was before it, and only that. */
const merged = (before: Mark | undefined, next: Mark): Mark => {
  if (before === undefined || next.back) return next;
  return { ...next, seq: Math.max(before.seq, next.seq), back: before.back };
};

const slicesOf = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / mostMarks) }, (_, n) =>
    items.slice(n * mostMarks, (n + 1) * mostMarks),
  );

/** How far everybody has read. All marks of one turn are stored together. */
export class ReadMarks {
  readonly #database: Database;
  readonly #publish: Publish;
  readonly #log: Logger;
  #marks = new Map<string, Mark>();
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | NodeJS.Immediate | undefined;
  #urgent = false;
  #flushing: Promise<void> = Promise.resolve();

  /** @param publish called with what changed in the logs of readers, before they are answered */
  constructor(options: { database: Database; publish: Publish; log: Logger }) {
    const { database, publish, log } = options;
    this.#database = database;
    this.#publish = publish;
    this.#log = log;
  }

  /** Stores a mark and answers when it is stored. It only moves forward, unless it says that it is to go back. */
  mark(userId: string, { conversationId, seq, back = false }: Payload<'read:mark'>): Promise<Result<StoredMark>> {
    const mark = { conversationId, userId, seq, back };
    return new Promise((resolve, reject) => {
      this.#note(mark);
      this.#waiting.push({ mark, resolve, reject });
      this.#schedule(true);
    });
  }

  /**
   * Moves a mark along with an own message, some time soon. Losing it costs nothing: the next mark includes it. It is told like
   * any other: a page that was loaded in between knows the message, and not that it has moved the mark.
   */
  follow(userId: string, conversationId: string, seq: number): void {
    this.#note({ conversationId, userId, seq, back: false });
    this.#schedule(false);
  }

  /** Stores what is waiting, for a clean stop. */
  async flush(): Promise<void> {
    this.#start();
    await this.#flushing;
  }

  #note(mark: Mark): void {
    const key = keyOf(mark);
    this.#marks.set(key, merged(this.#marks.get(key), mark));
  }

  #schedule(urgent: boolean): void {
    if (this.#timer !== undefined && (this.#urgent || !urgent)) return;
    if (this.#timer !== undefined) clearTimeout(this.#timer as NodeJS.Timeout);
    this.#urgent = urgent;
    this.#timer = urgent ? setImmediate(() => this.#start()) : setTimeout(() => this.#start(), followDelay);
  }

  #start(): void {
    this.#timer = undefined;
    this.#urgent = false;
    // One statement at a time, so that two of this instance never wait for each other's rows.
    this.#flushing = this.#flushing.then(() => this.#store());
  }

  async #store(): Promise<void> {
    const marks = [...this.#marks.values()];
    const waiting = this.#waiting;
    this.#marks = new Map();
    this.#waiting = [];
    if (marks.length === 0) return;
    try {
      const stored = new Map<string, StoredMark>();
      for (const slice of slicesOf(marks))
        for (const mark of await this.#storeSlice(slice)) stored.set(keyOf(mark), mark);
      for (const { mark, resolve } of waiting) resolve(toAnswer(mark, stored.get(keyOf(mark))));
    } catch (error) {
      this.#log.warn({ err: error, marks: marks.length }, 'read marks were not stored');
      for (const { reject } of waiting) reject(error);
    }
  }

  async #storeSlice(marks: readonly Mark[]): Promise<StoredMark[]> {
    const { stored, batches } = await storeMarks(this.#database, marks);
    if (batches.length > 0) this.#publish(batches);
    return stored;
  }
}

const isTooFarBack = ({ back, seq }: Mark, { readSeq, lastSeq }: ReadState): boolean =>
  back && seq < readSeq && lastSeq - seq > limits.markBack;

const toAnswer = (mark: Mark, stored: StoredMark | undefined): Result<StoredMark> => {
  if (stored === undefined) return notFound();
  return isTooFarBack(mark, stored.state)
    ? failureWith({ reason: 'too_far_back' }, 'conflict', `seq: more than ${limits.markBack} messages back`)
    : success(stored);
};
