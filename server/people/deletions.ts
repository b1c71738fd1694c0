import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  type Data,
  failure,
  failureWith,
  limits,
  type Me,
  type MessageRemoval,
  notFound,
  type Payload,
  type Result,
  success,
} from '../../protocol/index.ts';
import { type FrequentActs, fromAddress } from '../audit/index.ts';
import type { JobList } from '../engine/jobs/add-job.ts';
import { type AnyJob, job, parsed } from '../engine/jobs/job.ts';
import type { Database } from '../engine/store/database.ts';
import { inTransaction } from '../engine/store/transaction.ts';

const removeMessages = { name: 'remove-messages', schema: z.object({ userId: z.uuid() }) };

/** Messages that one transaction empties: it is over before anybody waits for it. */
const atOnce = 100;

const remove = `select delete_account($1, $2, $3) as outcome from ${fromAddress('$4')}`;
const removeSome = 'select remove_messages($1, $2) as looked';
const readRemovals = `
  select user_id, asked_by, asked_at, removed, ended_at from (
    select user_id, asked_by, asked_at, removed, ended_at from removal order by asked_at desc limit ${limits.removalsShown}
  ) r
  where r.ended_at is null or r.ended_at > now() - interval '3 days'
  order by r.asked_at desc`;

type Outcome = 'done' | 'forbidden' | 'not_found' | 'last_admin';
type Row = { user_id: string; asked_by: string; asked_at: Date; removed: string; ended_at: Date | null };

const toRemoval = (row: Row): MessageRemoval => ({
  userId: row.user_id,
  askedById: row.asked_by,
  askedAt: row.asked_at.toISOString(),
  removed: Number(row.removed),
  endedAt: row.ended_at?.toISOString() ?? null,
});

type Options = {
  database: Database;
  jobs: JobList;
  frequentActs: FrequentActs;
  /** Makes every instance look at the log now: who is gone is out at once. */
  ring: () => void;
};

/** Accounts that admins delete, for ever. */
export class Deletions {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Deletes an account; what its owner wrote stays, or is removed by a job from now on. `conflict` (`last_admin`) where nobody would be
   * an admin any more.
   * @param address from where somebody asks
   */
  async delete(me: Me, payload: Payload<'account:delete'>, address: string): Promise<Result<{ userId: string }>> {
    const { userId, messages } = payload;
    const outcome = await this.#delete(me.id, payload, address);
    if (outcome === 'done') {
      this.#options.ring();
      return success({ userId });
    }
    const subject = { kind: 'person', id: userId };
    const detail = { messages, outcome };
    await this.#options.frequentActs.record({
      ...{ actorId: me.id, action: 'account.delete', subject, detail, address, refused: true },
    });
    if (outcome === 'not_found') return notFound();
    if (outcome === 'forbidden') return failure('forbidden', 'only for admins');
    return failureWith({ reason: 'last_admin' }, 'conflict', 'nobody would be an admin any more');
  }

  /** How far removals are: those that go on, and those that ended in the last three days. */
  async removals(): Promise<Result<Data<'account:removals'>>> {
    const rows = await this.#options.database.query<Row>('removals', readRemovals, []);
    return success({ removals: rows.map(toRemoval) });
  }

  async #delete(actorId: string, { userId, messages }: Payload<'account:delete'>, address: string): Promise<Outcome> {
    const { database, jobs } = this.#options;
    const isRemoving = messages === 'removed';
    return inTransaction(database, async (transaction) => {
      // Before the deletion, which locks what others wait for. Where it is refused, the job finds nothing to do.
      const job = { key: randomUUID(), data: { userId }, at: new Date() };
      if (isRemoving) await jobs.add(transaction, removeMessages, job);
      const values = [actorId, userId, isRemoving, address];
      const [row] = await transaction.query<{ outcome: Outcome }>('account_delete', remove, values);
      return row?.outcome ?? 'not_found';
    });
  }
}

/**
 * Empties what deleted accounts wrote, a part at a time; a worker that takes over goes on where the one before was.
 * @param ring makes every instance look at the log now
 */
export const removalJobs = (database: Database, ring: () => void): AnyJob[] => [
  parsed(
    job(removeMessages.name, removeMessages, async ({ userId }) => {
      for (let looked = atOnce; looked === atOnce; ring()) {
        const [row] = await database.query<{ looked: number }>('messages_remove', removeSome, [userId, atOnce]);
        looked = row?.looked ?? 0;
      }
    }),
  ),
];
