import type { JobList } from '../engine/jobs/add-job.ts';
import { type Follower, follower } from '../engine/log/followers/follower.ts';
import type { Transaction } from '../engine/store/transaction.ts';
import { messageSource } from '../messages/index.ts';
import { feedId, rejectionSource } from '../tickets/index.ts';
import { deliverHook } from './errands.ts';

// By the index on log_id, and nothing else where there is no hook.
const wanting = `
  select h.id, l.last_version::text as head from hook h join log l on l.id = h.log_id
  where h.log_id = any ($1::uuid[]) and h.direction = 'outgoing' and h.off_at is null
    and (h.next_attempt_at is null or h.next_attempt_at <= now())`;

/** Has the hooks of some logs delivered: one job for each and what there is by now. */
const wake = async (transaction: Transaction, jobs: JobList, logs: readonly string[]): Promise<void> => {
  const hooks = await transaction.query<{ id: string; head: string }>('hooks_wanting', wanting, [logs]);
  for (const { id: hookId, head } of hooks)
    await jobs.add(transaction, deliverHook, { key: `${hookId} ${head}`, data: { hookId }, at: new Date() });
};

/** Wakes outgoing webhooks when something has changed that they are for. */
export const hookFollowers = (jobs: JobList): Follower[] => [
  follower('hooks', { reads: messageSource, begins: 'with what comes' }, (transaction, messages) =>
    wake(transaction, jobs, [...new Set(messages.map(({ conversationId }) => conversationId))]),
  ),
  follower('ticket-hooks', { reads: rejectionSource, begins: 'with what comes' }, (transaction) =>
    wake(transaction, jobs, [feedId]),
  ),
];
