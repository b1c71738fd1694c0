import {
  type Data,
  failure,
  failureWith,
  notFound,
  type Payload,
  type Rejection,
  type Result,
  success,
} from '../../protocol/index.ts';
import type { Publish } from '../engine/log/batch.ts';
import { type Database, isPassing, isTooSlow } from '../engine/store/database.ts';
import { createLookUp } from '../engine/store/look-up.ts';
import { isAssignee, readAssignees } from './assignees.ts';
import { actOnRejection, type WantedDeed } from './deeds.ts';
import { readFacets } from './facets.ts';
import { readPage } from './page.ts';
import { readRejectionsAfter } from './rejection-changes.ts';
import { readStatistics } from './statistics.ts';
import { readTicket } from './ticket.ts';
import { feedId } from './ticket-log.ts';

const retryAfterMs = 500;
const restAfterSlowMs = 10_000;
const sharedStatistics = 1_000;
const head = `select last_version, last_seq - closed as open from log where id = '${feedId}'`;

/**
 * The ticket feed as admins use it: read pages, counts and changes, and act on a rejection. Callers must have made sure
 * that the actor is an admin. Every answer is a result of the contract; with the database away it is `unavailable`.
 */
export class Feed {
  readonly #database: Database;
  readonly #publish: Publish;
  /** After an outage all admins ask for the same: one query answers them. */
  readonly #statistics: (key: 'now') => Promise<Data<'ticket:statistics'>>;

  constructor(database: Database, publish: Publish) {
    this.#database = database;
    this.#publish = publish;
    this.#statistics = createLookUp(async (keys) => {
      const statistics = await readStatistics(database, Date.now());
      return keys.map(() => statistics);
    }, sharedStatistics);
  }

  /** One page, the last received first, that passes all filters given; `me` is the actor. */
  list(actorId: string, payload: Payload<'ticket:list'>): Promise<Result<Data<'ticket:list'>>> {
    return orUnavailable(async () => success(await readPage(this.#database, actorId, payload)));
  }

  /** The current state of what changed after a version. */
  changes({ afterVersion, limit }: Payload<'ticket:changes'>): Promise<Result<Data<'ticket:changes'>>> {
    return orUnavailable(async () => {
      const { head, rejections, complete } = await readRejectionsAfter(this.#database, afterVersion, limit);
      return success({ rejections, version: head, complete });
    });
  }

  /** One rejection with all that is known of it. */
  get(payload: Payload<'ticket:get'>): Promise<Result<Data<'ticket:get'>>> {
    return orUnavailable(async () => {
      const ticket = await readTicket(this.#database, payload);
      return ticket ? success(ticket) : notFound();
    });
  }

  /** The values one can filter by under these filters; `me` is the actor. */
  facets(actorId: string, payload: Payload<'ticket:facets'>): Promise<Result<Data<'ticket:facets'>>> {
    return orUnavailable(async () => success(await readFacets(this.#database, actorId, payload)));
  }

  /** Rejections per minute and reason of the last hour. */
  statistics(): Promise<Result<Data<'ticket:statistics'>>> {
    return orUnavailable(async () => success(await this.#statistics('now')));
  }

  /** Whom {@link assign} takes. */
  assignees(payload: Payload<'ticket:assignees'>): Promise<Result<Data<'ticket:assignees'>>> {
    return orUnavailable(async () => success(await readAssignees(this.#database, payload)));
  }

  /** Says "I am on it". Whoever is second gets `conflict` with what the first one did. */
  acknowledge(actorId: string, { rejectionId, version }: Payload<'ticket:acknowledge'>): Promise<Result<Rejection>> {
    return this.#act({ actorId, rejectionId, kind: 'acknowledge', seenVersion: version });
  }

  /** Gives the rejection to an admin, or with null to nobody. */
  assign(actorId: string, payload: Payload<'ticket:assign'>): Promise<Result<Rejection>> {
    const { rejectionId, assigneeId, version } = payload;
    return orUnavailable(async () => {
      if (assigneeId !== null && !(await isAssignee(this.#database, assigneeId)))
        return failure('not_found', 'assigneeId: not found');
      return this.#act({ actorId, rejectionId, kind: 'assign', assigneeId, seenVersion: version });
    });
  }

  /** Closes the rejection, acknowledged before or not. */
  resolve(actorId: string, { rejectionId, version }: Payload<'ticket:resolve'>): Promise<Result<Rejection>> {
    return this.#act({ actorId, rejectionId, kind: 'resolve', seenVersion: version });
  }

  /** Takes a resolution back, or an acknowledgement, too. */
  reopen(actorId: string, { rejectionId, version, as }: Payload<'ticket:reopen'>): Promise<Result<Rejection>> {
    return this.#act({ actorId, rejectionId, kind: 'reopen', state: as, seenVersion: version });
  }

  /**
   * The feed's version and the number of open rejections.
   * @throws the database's error
   */
  async head(): Promise<{ version: number; open: number }> {
    const rows = await this.#database.query<{ last_version: string; open: string }>('ticket_head', head, []);
    return { version: Number(rows[0]?.last_version ?? 0), open: Number(rows[0]?.open ?? 0) };
  }

  #act(wanted: WantedDeed): Promise<Result<Rejection>> {
    return orUnavailable(async () => {
      const done = await actOnRejection(this.#database, wanted);
      if (done.outcome === 'not_found') return notFound();
      if (done.outcome === 'invalid') return failure('invalid', 'as: nobody has acknowledged it');
      if (done.outcome === 'conflict') {
        const { rejection, deed } = done;
        return failureWith(
          { rejection, deed },
          'conflict',
          `changed since you looked, to version ${rejection.version}`,
        );
      }
      if (done.outcome === 'changed') this.#publish([done.batch]);
      return success(done.rejection);
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
    // The same question would take as long again.
    if (isTooSlow(error))
      return failureWith({ reason: 'too_slow' }, 'unavailable', 'this takes too long; narrow it', restAfterSlowMs);
    if (isPassing(error)) return failure('unavailable', 'the feed cannot be reached now', retryAfterMs);
    throw error;
  }
};
