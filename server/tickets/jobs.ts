import { z } from 'zod';
import { Id } from '../../protocol/index.ts';
import type { JobList } from '../engine/jobs/add-job.ts';
import { type AnyJob, job, parsed } from '../engine/jobs/job.ts';
import type { Publish } from '../engine/log/batch.ts';
import type { Database } from '../engine/store/database.ts';
import { inParts, rowsAtOnce } from '../engine/store/in-parts.ts';
import { inTransaction } from '../engine/store/transaction.ts';
import { nobody, workRejection } from './deeds.ts';

/** The job that opens a rejection again: whoever adds one need not know how it is done. */
const wakeTicket = { name: 'wake-ticket', schema: z.object({ rejectionId: Id }) };

/**
 * Has a rejection looked at when it is due. Added before the deed it is about: where that is refused, or taken back, the job finds
 * nothing to do.
 * @param at ISO 8601
 * @throws the database's error; then the deed must not be done
 */
export const wakeAt = async (
  { database, jobs }: { database: Database; jobs: JobList },
  rejectionId: string,
  at: string,
): Promise<void> => {
  await jobs.ready();
  await inTransaction(database, (transaction) =>
    jobs.add(transaction, wakeTicket, { key: `${rejectionId} ${at}`, data: { rejectionId }, at: new Date(at) }),
  );
};

const due = `
  select r.id, r.wakes_at from rejection r
  where r.wakes_at < now() + interval '1 hour' and (r.wakes_at, r.id) > ($1::timestamptz, $2::uuid)
  order by r.wakes_at, r.id limit ${rowsAtOnce}`;
type Due = { id: string; wakes_at: Date };

/** A job for each that is due within the hour. What is overdue is opened at once: its job may have been done in another life. */
const foresee = async (database: Database, jobs: JobList, wake: (rejectionId: string) => Promise<void>) => {
  let after: [at: Date | string, id: string] = ['-infinity', nobody];
  await inParts(async () => {
    const rows = await database.query<Due>('tickets_due', due, after);
    for (const { id, wakes_at } of rows) {
      if (wakes_at.getTime() <= Date.now()) await wake(id);
      await wakeAt({ database, jobs }, id, wakes_at.toISOString());
    }
    const last = rows.at(-1);
    if (last !== undefined) after = [last.wakes_at, last.id];
    return rows.length;
  });
};

/**
 * Rejections that come back by themselves: the end of a snooze, and of an acknowledgement. Each looks again, under the lock, whether
 * it is due: what was cancelled or put off stays as it is, and two workers open it once. The sweep finds what nobody has
 * added a job for: acknowledgements, whose end is told by a setting, and what came from a file.
 * @param publish tells of those that are open again
 */
export const ticketJobs = (database: Database, jobs: JobList, publish: Publish): AnyJob[] => {
  const wake = async (rejectionId: string): Promise<void> => {
    const done = await workRejection(database, { actorId: null, rejectionId, wish: { kind: 'due' } });
    if (done.outcome === 'changed') publish([done.batch]);
  };
  return [
    parsed(job(wakeTicket.name, wakeTicket, ({ rejectionId }) => wake(rejectionId))),
    parsed(job('foresee-tickets', { schema: z.object({}), cron: '* * * * *' }, () => foresee(database, jobs, wake))),
  ];
};
