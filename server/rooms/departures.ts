import { type Failure, failureWith, notFound, type RefusalReason } from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';

const readDeparture = 'select d.by_id from departure d where d.conversation_id = $1 and d.user_id = $2';
const readArchivist = 'select c.archived_by_id as by_id from conversation c where c.id = $1';

/**
 * The true reasons of refusals, read only when something was refused. Who was a member may know how that ended; for
 * everybody else "does not exist" and "is not yours" stay the same answer.
 */
export class Departures {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @returns why a conversation does not exist (any more) for somebody */
  async explain(userId: string, conversationId: string): Promise<Failure> {
    const byId = await this.#by('departure', readDeparture, [conversationId, userId]);
    if (byId === undefined) return notFound();
    const reason: RefusalReason = byId === userId ? 'left' : 'removed';
    return failureWith({ reason, byId }, 'not_found', notFound().error.message);
  }

  /** @returns the refusal, and in it who archived the conversation */
  async withArchivist(failure: Failure, conversationId: string): Promise<Failure> {
    const byId = await this.#by('archivist', readArchivist, [conversationId]);
    const { code, message, data } = failure.error;
    return byId === undefined ? failure : failureWith({ ...data, byId }, code, message);
  }

  async #by(name: string, text: string, values: string[]): Promise<string | undefined> {
    const [row] = await this.#database.query<{ by_id: string | null }>(name, text, values);
    return row?.by_id ?? undefined;
  }
}
