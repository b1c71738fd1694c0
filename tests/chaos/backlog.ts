import { setTimeout as delay } from 'node:timers/promises';
import { startPostgres } from '../../scripts/installation/postgres.ts';
import { until } from '../../scripts/installation/waiting.ts';
import { Tail } from '../../server/engine/log/tail.ts';
import { createLogger } from '../../server/engine/ops/log.ts';
import { createMetrics } from '../../server/engine/ops/metrics.ts';
import { openDatabase } from '../../server/engine/store/database.ts';
import { logKinds } from '../../server/log-kinds.ts';
import { prepareDeeds } from '../support/followers/deeds.ts';
import { startFollowing, untilEqual } from '../support/followers/kills.ts';
import { type Seed, seedDatabase } from '../support/seed.ts';
import { spread } from './figures.ts';
import { residentBytes } from './site/site.ts';

// A worker that finds a million messages to follow, as after an update that brings a new follower: it has to work them off
// in bounded memory, and whoever is removed from a room meanwhile must not hear it for longer than a second.
//   npm run backlog -- [messages]

const messages = Number(process.argv[2] ?? 1_000_000);
const mostBytes = 400 * 1024 * 1024;
const longestRemoval = 1_000;

const fill = `
  insert into message (conversation_id, seq, version, author_id, client_id, body)
  select $1, n, n, $2, gen_random_uuid(), 'The refund ' || n || ' was rejected 退款' || (n % 1000) || '被拒绝'
  from generate_series($3::int, $4::int) n`;
const moveHead = 'update log set last_seq = $2, last_version = $2 where id = $1';

const writeBacklog = async (seed: Seed) => {
  const ada = await seed.person('Ada');
  const room = await seed.room([ada]);
  for (let from = 1; from <= messages; from += 100_000)
    await seed.rows(fill, [room, ada.id, from, Math.min(messages, from + 99_999)]);
  await seed.rows(moveHead, [room, messages]);
};

/** Removes somebody from a room again and again, and listens as an instance does. @returns how long each took to be told */
const removals = async (seed: Seed, isOver: () => boolean): Promise<number[]> => {
  const log = createLogger('warn', 'listener');
  const database = openDatabase(seed.databaseUrl, log);
  const heard = new Set<string | null>();
  const tail = new Tail({
    ...{ kinds: logKinds, database, metrics: createMetrics(), log, isBusHealthy: () => true },
    ...{ onEpoch: () => {}, onSetBack: async () => {} },
    onTidings: async ({ signals }) => {
      for (const { kind, userId } of signals) if (kind === 'membership') heard.add(userId);
    },
  });
  await tail.start();
  const took: number[] = [];
  while (!isOver()) {
    const person = await seed.person('Bob');
    const room = await seed.room([person]);
    await until('them to be a member', () => heard.delete(person.id));
    const from = performance.now();
    await seed.rows('delete from member where conversation_id = $1', [room]);
    tail.wake();
    await until('the removal to be told', () => heard.delete(person.id));
    took.push(performance.now() - from);
    await delay(100);
  }
  await tail.stop();
  await database.close();
  return took;
};

const postgres = await startPostgres();
const seed = await seedDatabase('a secret of the backlog', () => postgres.createDatabase());
await prepareDeeds(seed);
await writeBacklog(seed);
const begun = performance.now();
const worker = await startFollowing(seed.databaseUrl, 'follower');
let isOver = false;
let bytes = 0;
const watching = setInterval(() => {
  bytes = Math.max(bytes, residentBytes(worker.pid));
}, 100);
const told = removals(seed, () => isOver);
await until(
  'the backlog to be worked off',
  async () => (await seed.rows('select from message_search where seq = $1', [messages])).length > 0,
  3_600_000,
);
const seconds = (performance.now() - begun) / 1_000;
isOver = true;
const { p50, p99, max } = spread(await told);
clearInterval(watching);
const wrong = await untilEqual(seed.pool);
const [size] = await seed.rows(`select pg_size_pretty(pg_total_relation_size('message_search')) as size`);
console.log(
  [
    `${messages} messages in ${seconds.toFixed(0)} s, ${(messages / seconds).toFixed(0)} a second`,
    `at most ${(bytes / 1024 / 1024).toFixed(0)} MB; message_search has ${size?.size}`,
    `removals told after ${p50} / ${p99} / ${max} ms (p50, p99, max)`,
    `${wrong.length} differences from the log`,
  ].join('\n'),
);
await worker.kill();
await seed.close();
await postgres.stop();
process.exit(wrong.length === 0 && bytes < mostBytes && max < longestRemoval ? 0 : 1);
