import {
  type Data,
  failure,
  notFound,
  type Payload,
  type Rejection,
  type Result,
  success,
} from '../../protocol/index.ts';
import type { Publish } from '../log/batch.ts';
import { readRejectionsAfter } from '../log/rejection-changes.ts';
import { changeRejection, type RejectionChange } from '../log/rejections.ts';
import { type Database, isPassing } from '../store/database.ts';
import { conflictMessage } from './conflict.ts';
import { readHead, readPage } from './feed-query.ts';

const retryAfterMs = 500;
const adminExists = `select 1 from "user" where id = $1 and role = 'admin' and banned is not true`;

/**
 * The ticket feed as admins use it: read pages and changes, and act on a rejection. Callers must have made sure that
 * the actor is an admin. Every answer is a result of the contract; with the database away it is `unavailable`.
 */
export class Feed {
  readonly #database: Database;
  readonly #publish: Publish;

  constructor(database: Database, publish: Publish) {
    this.#database = database;
    this.#publish = publish;
  }

  /** One page, newest first, that passes all filters given. */
  list(payload: Payload<'ticket:list'>): Promise<Result<Data<'ticket:list'>>> {
    return orUnavailable(async () => success(await readPage(this.#database, payload)));
  }

  /** The current state of what changed after a version. */
  changes({ afterVersion, limit }: Payload<'ticket:changes'>): Promise<Result<Data<'ticket:changes'>>> {
    return orUnavailable(async () => {
      const { head, rejections, complete } = await readRejectionsAfter(this.#database, afterVersion, limit);
      return success({ rejections, version: head, complete });
    });
  }

  /** Says "I am on it". Whoever is second gets `conflict` with the first one's name. */
  acknowledge(actorId: string, { rejectionId, version }: Payload<'ticket:acknowledge'>): Promise<Result<Rejection>> {
    return this.#change({ actorId, rejectionId, kind: 'acknowledge', seenVersion: version });
  }

  /** Gives the rejection to an admin, or with null to nobody. */
  assign(actorId: string, payload: Payload<'ticket:assign'>): Promise<Result<Rejection>> {
    const { rejectionId, assigneeId, version } = payload;
    return orUnavailable(async () => {
      if (assigneeId !== null && !(await this.#isAdmin(assigneeId)))
        return failure('not_found', 'assigneeId: not found');
      return this.#change({ actorId, rejectionId, kind: 'assign', assigneeId, seenVersion: version });
    });
  }

  /** Closes the rejection, acknowledged before or not. */
  resolve(actorId: string, { rejectionId, version }: Payload<'ticket:resolve'>): Promise<Result<Rejection>> {
    return this.#change({ actorId, rejectionId, kind: 'resolve', seenVersion: version });
  }

  /**
   * The feed's version and the number of open rejections.
   * @throws the database's error
   */
  head(): Promise<{ version: number; open: number }> {
    return readHead(this.#database);
  }

  async #isAdmin(userId: string): Promise<boolean> {
    return (await this.#database.query('admin_exists', adminExists, [userId])).length > 0;
  }

  #change(change: RejectionChange): Promise<Result<Rejection>> {
    return orUnavailable(async () => {
      const changed = await changeRejection(this.#database, change);
      if (changed.outcome === 'not_found') return notFound();
      if (changed.outcome === 'conflict')
        return failure('conflict', await conflictMessage(this.#database, change.kind, changed.rejection));
      if (changed.outcome === 'changed') this.#publish([changed.batch]);
      return success(changed.rejection);
    });
  }
}

/**
 * The feed on this database.
 * @param publish called with every committed change, before the change is answered
 */
export const createFeed = ({ database, publish }: { database: Database; publish: Publish }): Feed =>
  new Feed(database, publish);

const orUnavailable = async <T>(work: () => Promise<Result<T>>): Promise<Result<T>> => {
  try {
    return await work();
  } catch (error) {
    if (isPassing(error)) return failure('unavailable', 'the feed cannot be reached now', retryAfterMs);
    throw error;
  }
};
