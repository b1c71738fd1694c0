import { randomBytes } from 'node:crypto';
import { createLiveClient } from '../../../app/_live/headless-client.ts';
import type { LiveClient } from '../../../app/_live/live-client.ts';
import type { LiveState } from '../../../app/_live/slices.ts';
import { type Instance, startInstance } from '../../../scripts/installation/instances.ts';
import { type Postgres, startPostgres } from '../../../scripts/installation/postgres.ts';
import { startRedis } from '../../../scripts/installation/redis.ts';
import { type Person, type Seed, seedDatabase } from '../../support/seed.ts';
import { unsaid } from '../../support/unsaid.ts';

/** Two instances, one of which follows the log, on a PostgreSQL of their own, and pages that real clients keep. */
export type Site = {
  postgres: Postgres;
  databaseUrl: string;
  seed: Seed;
  instances: readonly [Instance, Instance];
  /** Opens a page of a person at an instance, and a conversation in it. */
  page(person: Person, at: 0 | 1, conversationId: string): Promise<LiveClient>;
  stop(): Promise<void>;
};

export const startSite = async (): Promise<Site> => {
  await using stack = new AsyncDisposableStack();
  const keep = <T extends { stop(): Promise<void> }>(service: T): T => stack.adopt(service, (one) => one.stop());
  const authSecret = randomBytes(32).toString('hex');
  const postgres = keep(await startPostgres());
  const redis = keep(await startRedis());
  const seed = await seedDatabase(authSecret, () => postgres.createDatabase());
  stack.defer(() => seed.close());
  // Its connections end when the database is put back.
  seed.pool.on('error', () => {});
  const { databaseUrl } = seed;
  const env = { AUTH_SECRET: authSecret, RATE_LIMIT_FACTOR: '0', LOG_LEVEL: 'warn' };
  const start = async (id: string, roles: string) =>
    keep(await startInstance({ databaseUrl, redisUrl: redis.url, env }, { id, roles }));
  const instances = await Promise.all([start('one', 'live'), start('two', 'live,worker')] as const);
  const page = async (person: Person, at: 0 | 1, conversationId: string) => {
    const { token } = await seed.apiToken(person);
    const me = { ...person, ...unsaid };
    const client = createLiveClient({ me, url: instances[at].url, auth: { token }, report: () => {} });
    started.defer(() => client.stop());
    client.start();
    await client.openConversation(conversationId);
    return client;
  };
  const started = stack.move();
  return { postgres, databaseUrl, seed, instances, page, stop: () => started.disposeAsync() };
};

/** What differs between a page and the database, a line each. */
export const differences = async ({ seed }: Site, state: LiveState, room: string): Promise<string[]> => {
  const found: string[] = [];
  const compare = (what: string, is: unknown, should: unknown) => {
    if (JSON.stringify(is) !== JSON.stringify(should))
      found.push(`${state.me.name}: ${what} is ${JSON.stringify(is)}, not ${JSON.stringify(should)}`.slice(0, 300));
  };
  const [head] = await seed.rows<{ seq: string; version: string; epoch: string; feed: string; open: string }>(
    `select l.last_seq as seq, l.last_version as version, i.epoch, f.last_version as feed, f.last_seq - f.closed as open
     from log l, log f, installation i where l.id = $1 and f.kind = 'feed'`,
    [room],
  );
  const rows = await seed.rows<{ id: string; seq: string; version: string; body: string }>(
    'select id, seq, version, body from message where conversation_id = $1 order by seq desc limit 60',
    [room],
  );
  const { connection, conversations, logs, feed, outbox } = state;
  const window = logs[room]?.window;
  compare('phase', connection.phase, 'online');
  compare('epoch', connection.epoch, head?.epoch);
  compare('outbox', outbox.entries.length, 0);
  compare('last seq in the list', conversations[room]?.lastSeq, Number(head?.seq));
  compare('cursor', logs[room]?.cursor, Number(head?.version));
  compare('attached', window?.attached, true);
  const shown = (window?.messages ?? []).slice(-60).map(({ id, seq, version, body }) => [id, seq, version, body]);
  const stored = rows.map(({ id, seq, version, body }) => [id, Number(seq), Number(version), body]).reverse();
  compare('window', shown, stored.slice(-shown.length));
  compare('length of the window', shown.length, stored.length);
  if (state.me.role !== 'admin') return found;
  const tickets = await seed.rows<{ id: string; version: string }>(
    'select id, version from rejection order by seq desc',
  );
  const [view] = Object.values(feed?.views ?? {});
  compare('feed', [feed?.cursor, feed?.open], [Number(head?.feed), Number(head?.open)]);
  compare(
    'tickets',
    view?.rejections.map(({ id, version }) => [id, version]),
    tickets.map(({ id, version }) => [id, Number(version)]),
  );
  return found;
};
