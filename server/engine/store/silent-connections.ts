import type pg from 'pg';
import type { Logger } from '../ops/log.ts';

const sampleInterval = 500;

/** Moments of performance.now(): since when somebody uses a connection, and when the server was last heard on it. */
type Watched = { usedSince: number | undefined; heardAt: number };

/**
 * Ends connections that somebody has waited for too long: what is running there fails, and the pool makes a new one. The
 * server's own timeouts cannot fire on a link that is cut or frozen. What has silenced one link may have silenced others,
 * and whoever took those next would wait as long again: so idle connections on which nothing was heard since go, too.
 *
 * pg's `query_timeout` would end a statement as well, but with a timer and a closure for each, and V8 allocates that
 * closure in old memory, where it keeps the statement and its answer (docs/decisions/0020).
 * @param patience milliseconds that a statement, or a whole transaction, may take; noticed within half a second more
 */
export const endSilentConnections = (pool: pg.Pool, patience: number, log: Logger): { stop(): void } => {
  // An entry stays as long as its connection: a map whose entries come and go would keep garbage, too.
  const connections = new Map<pg.PoolClient, Watched>();
  pool.on('connect', (client) => connections.set(client, { usedSince: undefined, heardAt: performance.now() }));
  pool.on('acquire', (client) => {
    const watched = connections.get(client);
    if (watched) watched.usedSince = performance.now();
  });
  pool.on('release', (error, client) => {
    const watched = connections.get(client);
    if (watched === undefined) return;
    watched.usedSince = undefined;
    if (!error) watched.heardAt = performance.now();
  });
  pool.on('remove', (client) => connections.delete(client));

  const giveUpIdle = (since: number) => {
    for (const [client, { usedSince, heardAt }] of connections)
      if (usedSince === undefined && heardAt < since) breakOff(client);
  };

  const sample = () => {
    const overdue = [...connections].filter(
      ([, { usedSince = Infinity }]) => performance.now() - usedSince >= patience,
    );
    // First, so that whoever fails now and tries again is not given one of these.
    for (const [, { usedSince }] of overdue) giveUpIdle(usedSince ?? 0);
    for (const [client] of overdue) {
      connections.delete(client);
      log.warn({ patience }, 'a statement was not answered in time; its connection is closed');
      // With a statement on its way this closes the socket at once.
      void asClient(client).end();
    }
  };
  const timer = setInterval(sample, sampleInterval).unref();
  return { stop: () => clearInterval(timer) };
};

/** What the pool hands out is a client, which its type does not say. */
const asClient = (client: pg.PoolClient) => client as pg.PoolClient & pg.Client;

/** As if the operating system had noticed: the pool forgets an idle connection that breaks, and offers no other way. */
const breakOff = (client: pg.PoolClient): void => {
  asClient(client).connection.stream.destroy(new Error('Connection terminated, because another one is silent'));
};
