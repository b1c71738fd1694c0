import { setTimeout as delay } from 'node:timers/promises';
import { failure, type Message, type Result } from '../../protocol/index.ts';
import type { Publish } from '../engine/log/batch.ts';
import type { Writer } from '../engine/log/group-commit.ts';
import type { Logger } from '../engine/ops/log.ts';
import type { Metrics } from '../engine/ops/metrics.ts';
import { type Database, isPassing, sqlState } from '../engine/store/database.ts';
import { appendJudged } from './append-judged.ts';
import { appendNew } from './append-new.ts';
import { type Committed, type Send, unavailable } from './send.ts';

const attempts = 3;
const uniqueViolation = '23505';
const lockNotAvailable = '55P03';

/**
 * Commits many sends in one round trip; a batch in which something must be judged takes a second one.
 * Every send gets its own answer; one that cannot be stored does not fail its neighbours. Repeating is safe: the
 * same (author, clientId) yields the same message.
 */
export class Appender implements Writer<Send, Message> {
  readonly #database: Database;
  readonly #metrics: Metrics;
  readonly #log: Logger;

  constructor(database: Database, metrics: Metrics, log: Logger) {
    this.#database = database;
    this.#metrics = metrics;
    this.#log = log;
  }

  logOf({ conversationId }: Send): string {
    return conversationId;
  }

  /**
   * Commits the sends, in the order given, and repeats or splits them as the database's answer demands.
   * Never throws: what cannot be committed now is answered `unavailable`.
   * @param publish called once per attempt that committed something, before this returns
   */
  async commit(sends: Send[], publish: Publish, attempt = 1): Promise<Result<Message>[]> {
    try {
      return await this.#commitNow(sends, publish);
    } catch (error) {
      return this.#recover(sends, publish, attempt, error);
    }
  }

  /**
   * Like {@link commit}, for a batch that others wait behind.
   * @returns `held` when another session has held the row of one of the conversations for too long; nothing was stored
   */
  async commitUnlessHeld(sends: Send[], publish: Publish): Promise<Result<Message>[] | 'held'> {
    try {
      return await this.#commitNow(sends, publish);
    } catch (error) {
      return sqlState(error) === lockNotAvailable ? 'held' : this.#recover(sends, publish, 1, error);
    }
  }

  async #commitNow(sends: Send[], publish: Publish): Promise<Result<Message>[]> {
    const began = Date.now();
    const { results, batches } = await this.#once(sends);
    if (batches.length > 0) publish(batches, began);
    return results;
  }

  async #once(sends: Send[]): Promise<Committed> {
    const end = this.#metrics.batchSeconds.startTimer();
    const committed = (await appendNew(this.#database, sends)) ?? (await appendJudged(this.#database, sends));
    end();
    this.#metrics.batchSize.observe(sends.length);
    return committed;
  }

  async #recover(sends: Send[], publish: Publish, attempt: number, error: unknown): Promise<Result<Message>[]> {
    const state = sqlState(error);
    const passing = isPassing(error) || state === uniqueViolation;
    this.#log.warn({ err: error, sends: sends.length, attempt, passing }, 'a batch of sends was not committed');
    if (passing && attempt >= attempts) return sends.map(unavailable);
    const next = passing ? attempt + 1 : attempt;
    const parts = split(sends);
    const isOneConversation = parts.every(([send]) => send?.conversationId === sends[0]?.conversationId);
    // The link broke, perhaps during COMMIT: the whole batch again, with the same ids. A row that is held is held for
    // each half of the batch, too.
    if (passing && (state === undefined || (state === lockNotAvailable && isOneConversation))) {
      await delay(50 * attempt);
      return this.commit(sends, publish, next);
    }
    if (parts.length > 1) return this.#separately(sends, parts, publish, next);
    if (!passing) return [failure('internal', 'the message could not be stored')];
    await delay(50 * attempt);
    return this.commit(sends, publish, next);
  }

  async #separately(sends: Send[], parts: Send[][], publish: Publish, attempt: number): Promise<Result<Message>[]> {
    const answers = new Map<Send, Result<Message>>();
    // By conversation at once, within one conversation one after the other: its order is the order of the sends.
    const sameConversation = new Set(parts.map((part) => part[0]?.conversationId)).size === 1;
    const commitPart = async (part: Send[]) => {
      const results = await this.commit(part, publish, attempt);
      part.forEach((send, index) => {
        answers.set(send, results[index] ?? unavailable());
      });
    };
    if (sameConversation) for (const part of parts) await commitPart(part);
    else await Promise.all(parts.map(commitPart));
    return sends.map((send) => answers.get(send) ?? unavailable());
  }
}

// A batch of several conversations by conversation, so that a locked one does not hold up the rest; a batch of one
// conversation in halves, so that a bad send is soon alone.
const split = (sends: Send[]): Send[][] => {
  const conversations = new Map<string, Send[]>();
  for (const send of sends) {
    const part = conversations.get(send.conversationId);
    if (part) part.push(send);
    else conversations.set(send.conversationId, [send]);
  }
  if (conversations.size > 1) return [...conversations.values()];
  const half = Math.ceil(sends.length / 2);
  return sends.length > 1 ? [sends.slice(0, half), sends.slice(half)] : [sends];
};
