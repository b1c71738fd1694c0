import type { Logger } from '../ops/log.ts';
import type { Database } from '../store/database.ts';

const interval = 3_600_000;

// Every instance that runs has read a signal within seconds, and one that starts begins at the present.
const prune = `delete from signal where created_at < now() - interval '1 day'`;

/** Once an hour, drops signals that every instance has long acted on. */
export const startPruning = (database: Database, log: Logger): { stop(): void } => {
  const timer = setInterval(() => {
    database
      .query('signal_prune', prune, [])
      .catch((error: unknown) => log.warn({ err: error }, 'old signals could not be dropped; trying again in an hour'));
  }, interval);
  return { stop: () => clearInterval(timer) };
};
