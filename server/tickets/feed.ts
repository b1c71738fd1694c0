import {
  type Data,
  failure,
  failureWith,
  limits,
  notFound,
  type Payload,
  type Rejection,
  type Result,
  success,
} from '../../protocol/index.ts';
import { JobList } from '../engine/jobs/add-job.ts';
import type { Publish } from '../engine/log/batch.ts';
import { type Database, isPassing, isTooSlow } from '../engine/store/database.ts';
import { createLookUp } from '../engine/store/look-up.ts';
import { isAssignee, readAssignees } from './assignees.ts';
import { readCards } from './cards.ts';
import { type WantedDeed, workRejection } from './deeds.ts';
import { readFacets } from './facets.ts';
import { wakeAt } from './jobs.ts';
import { readPage } from './page.ts';
import { readRejectionsAfter } from './rejection-changes.ts';
import { TicketRules } from './settings.ts';
import { readStatistics } from './statistics.ts';
import { readTicket } from './ticket.ts';
import { feedId } from './ticket-log.ts';
import { readTimeline } from './timeline.ts';

const retryAfterMs = 500;
const restAfterSlowMs = 10_000;
const sharedStatistics = 1_000;
const day = 86_400_000;
const head = `select last_version, last_seq - closed as open from log where id = '${feedId}'`;

/**
 * The ticket feed as admins use it: read pages, counts and changes, and act on a rejection. Callers must have made sure
 * that the actor is an admin. Every answer is a result of the contract; with the database away it is `unavailable`.
 */
export class Feed {
  readonly #database: Database;
  readonly #publish: Publish;
  readonly #jobs: JobList;
  readonly #rules: TicketRules;
  /** After an outage all admins ask for the same: one query answers them. */
  readonly #statistics: (key: 'now') => Promise<Data<'ticket:statistics'>>;

  constructor({ database, publish, jobs }: { database: Database; publish: Publish; jobs: JobList }) {
    this.#database = database;
    this.#publish = publish;
    this.#jobs = jobs;
    this.#rules = new TicketRules(database);
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

  /** Everything that happened to a rejection, a page at a time. */
  timeline(payload: Payload<'ticket:timeline'>): Promise<Result<Data<'ticket:timeline'>>> {
    return orUnavailable(async () => {
      const timeline = await readTimeline(this.#database, payload);
      return timeline ? success(timeline) : notFound();
    });
  }

  /** Those of some rejections that there are. */
  cards(payload: Payload<'ticket:cards'>): Promise<Result<Data<'ticket:cards'>>> {
    return orUnavailable(async () => success(await readCards(this.#database, payload.ids)));
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
    return this.#act({ actorId, rejectionId, wish: { kind: 'acknowledge' }, seenVersion: version });
  }

  /** Gives the rejection to an admin, or with null to nobody. */
  assign(actorId: string, payload: Payload<'ticket:assign'>): Promise<Result<Rejection>> {
    const { rejectionId, assigneeId, version } = payload;
    return orUnavailable(async () => {
      if (assigneeId !== null && !(await isAssignee(this.#database, assigneeId)))
        return failure('not_found', 'assigneeId: not found');
      return this.#act({ actorId, rejectionId, wish: { kind: 'assign', assigneeId }, seenVersion: version });
    });
  }

  /** Closes the rejection, acknowledged before or not, with a reason of the list. */
  resolve(actorId: string, payload: Payload<'ticket:resolve'>): Promise<Result<Rejection>> {
    const { rejectionId, version, outcome, text } = payload;
    return orUnavailable(async () => {
      if (outcome !== undefined && !(await this.#rules.knows(outcome)))
        return failure('invalid', 'outcome: is none of the reasons for which tickets are resolved');
      return this.#act({ actorId, rejectionId, wish: { kind: 'resolve', outcome, text }, seenVersion: version });
    });
  }

  /** Closes it as a duplicate of another one, and tells that one of it. */
  duplicate(actorId: string, payload: Payload<'ticket:duplicate'>): Promise<Result<Rejection>> {
    const { rejectionId, version, originalId } = payload;
    return this.#act({ actorId, rejectionId, wish: { kind: 'duplicate', originalId }, seenVersion: version });
  }

  /** Puts it aside; it comes back by itself. */
  snooze(actorId: string, payload: Payload<'ticket:snooze'>): Promise<Result<Rejection>> {
    const { rejectionId, version, times } = payload;
    const until = payload.until === undefined ? undefined : new Date(payload.until).toISOString();
    return orUnavailable(async () => {
      if (until !== undefined && Date.parse(until) > Date.now() + limits.ticketSnoozeDays * day)
        return failure('invalid', `until: at most ${limits.ticketSnoozeDays} days`);
      // First: a deed whose job was lost with this process would never be taken back.
      if (until !== undefined) await wakeAt({ database: this.#database, jobs: this.#jobs }, rejectionId, until);
      return this.#act({ actorId, rejectionId, wish: { kind: 'snooze', until, times }, seenVersion: version });
    });
  }

  /** Takes a resolution or a snooze back, or an acknowledgement, too. */
  reopen(actorId: string, { rejectionId, version, as }: Payload<'ticket:reopen'>): Promise<Result<Rejection>> {
    return this.#act({ actorId, rejectionId, wish: { kind: 'reopen', state: as }, seenVersion: version });
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
      const done = await workRejection(this.#database, wanted);
      if (done.outcome === 'not_found') return notFound();
      if (done.outcome === 'invalid') return failure('invalid', done.fault);
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
  new Feed({ database, publish, jobs: new JobList(database) });

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
