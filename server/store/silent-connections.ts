import type pg from 'pg';
import type { Logger } from '../ops/log.ts';

const sampleInterval = 500;

/**
 * Ends connections that somebody has waited for too long: what is running there fails, and the pool makes a new one. The
 * server's own timeouts cannot fire on a link that is cut or frozen. pg's `query_timeout` would do the same, but with a
 * timer and a closure for each statement, and V8 allocates that closure in old memory, where it keeps the statement and
 * its answer (docs/decisions/0020).
 * @param patience milliseconds that a statement, or a whole transaction, may take; noticed within half a second more
 */
export const endSilentConnections = (pool: pg.Pool, patience: number, log: Logger): { stop(): void } => {
  // An entry stays as long as its connection: a map whose entries come and go would keep garbage, too.
  const takenAt = new Map<pg.PoolClient, number>();
  pool.on('acquire', (client) => takenAt.set(client, performance.now()));
  pool.on('release', (_error, client) => takenAt.set(client, Number.POSITIVE_INFINITY));
  pool.on('remove', (client) => takenAt.delete(client));

  const sample = () => {
    for (const [client, since] of takenAt) {
      if (performance.now() - since < patience) continue;
      takenAt.set(client, Number.POSITIVE_INFINITY);
      log.warn({ patience }, 'a statement was not answered in time; its connection is closed');
      // The pool's client is a pg.Client; with a statement on its way this closes the socket at once.
      void (client as pg.PoolClient & pg.Client).end();
    }
  };
  const timer = setInterval(sample, sampleInterval).unref();
  return { stop: () => clearInterval(timer) };
};
