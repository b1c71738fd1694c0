import type { Logger } from './log.ts';

// Longer than a drain and the last commits; then something hangs, and a supervisor is waiting.
const patience = 25_000;
// A terminal signals the whole process group and npm passes the signal on again: one Ctrl-C arrives twice.
const echo = 1_000;

/**
 * Runs `stop` once on SIGTERM or SIGINT and ends the process: 0 when it succeeded. A second one, a moment later, ends it at once.
 * Also makes sure that a defect ends the process loudly instead of leaving it half alive.
 */
export const onStop = (log: Logger, stop: () => Promise<void>): void => {
  let since: number | undefined;
  const begin = async (signal: string) => {
    if (since !== undefined) {
      if (Date.now() - since > echo) process.exit(1);
      return;
    }
    since = Date.now();
    log.info({ signal }, 'stopping');
    setTimeout(() => {
      log.error('stopping took too long');
      process.exit(1);
    }, patience).unref();
    try {
      await stop();
      process.exit(0);
    } catch (error) {
      log.error({ err: error }, 'stopping failed');
      process.exit(1);
    }
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void begin(signal));
  // Next.js listens for these too, and goes on: an instance in an unknown state would look healthy.
  for (const defect of ['unhandledRejection', 'uncaughtException'] as const)
    process.on(defect, (error: unknown) => {
      log.fatal({ err: error }, `a defect: ${defect}`);
      process.exit(1);
    });
};
