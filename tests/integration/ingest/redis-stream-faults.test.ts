import { randomUUID } from 'node:crypto';
import { Redis as Client } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Postgres, startPostgres } from '../../../scripts/installation/postgres.ts';
import { seeded } from '../../../scripts/installation/random.ts';
import { type Redis, startRedis } from '../../../scripts/installation/redis.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { Link } from '../../chaos/link/link.ts';
import { eventsOf, expectAllOnce, happened, lockFeed, poisonOf, startWorker, untilStored } from './faults-world.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

let redis: Redis;
let client: Client;
let postgres: Postgres;
let bench: Workbench;
let key: string;

beforeAll(async () => {
  [redis, postgres] = await Promise.all([startRedis({ keeps: true }), startPostgres()]);
  client = new Client(redis.url);
  // It is killed by a test.
  client.on('error', () => {});
}, 60_000);
afterAll(async () => {
  client?.disconnect();
  await Promise.all([redis?.stop(), postgres?.stop()]);
});
beforeEach(async () => {
  key = `s-${randomUUID()}`;
  bench = await openWorkbench(await postgres.createDatabase());
});
afterEach(() => bench.close());

const worker = (name: string, url = redis.url) =>
  startWorker(name, { DATABASE_URL: bench.url, REDIS_URL: url, PLACE: key });
const add = async (events: readonly object[]) => {
  const pipeline = client.pipeline();
  for (const event of events) pipeline.xadd(key, '*', 'event', JSON.stringify(event));
  const answers = await pipeline.exec();
  for (const [error] of answers ?? []) if (error) throw error;
};
const send = (first: number, count: number) => add(eventsOf(first, count));
const stored = async () => (await bench.stored()).length;
/** As if everything that is in somebody's hands had been there for a minute. */
const letTimePass = async () => {
  const pending = (await client.xpending(key, 'switchboard', '-', '+', 10_000)) as [id: string, consumer: string][];
  for (const [id, consumer] of pending)
    await client.call('XCLAIM', key, 'switchboard', consumer, '0', id, 'IDLE', '60000', 'JUSTID');
};

describe('a Redis stream while things break', { timeout: 180_000 }, () => {
  it('a Redis that is killed and comes back with what it kept brings each event once', async () => {
    await worker('worker');
    await send(0, 3_000);
    await until('some to be stored', async () => (await stored()) > 0);
    await redis.process.kill();
    await redis.restart();
    await until('our own connection', async () => (await client.ping().catch(() => '')) === 'PONG');
    await send(3_000, 1_000);
    await untilStored(bench, 4_000);
    await expectAllOnce(bench, { events: 4_000 });
  });

  it('what a killed worker had in hand is claimed by another one', async () => {
    const first = await worker('first');
    await send(0, 500);
    await untilStored(bench, 500);
    const letGo = await lockFeed(bench);
    await send(500, 3_000);
    await until('it to have them in hand', () => first.output().includes('the database cannot take events now'));
    await first.kill();
    await letGo();
    const [inHand] = (await client.xpending(key, 'switchboard')) as [number];
    expect(inHand).toBeGreaterThan(0);
    await letTimePass();
    await worker('second');
    await untilStored(bench, 3_500);
    await expectAllOnce(bench, { events: 3_500 });
  });

  it('a connection that is cut again and again brings each event once', async () => {
    const link = await Link.open({ target: redis.port, random: seeded(1) });
    try {
      await worker('worker', `redis://127.0.0.1:${link.port}`);
      for (let turn = 0; turn < 5; turn++) {
        await send(turn * 1_000, 1_000);
        await until('more to be stored', async () => (await stored()) > turn * 1_000);
        await until('a connection to cut', () => link.cut() > 0);
      }
      await untilStored(bench, 5_000);
      await expectAllOnce(bench, { events: 5_000 });
    } finally {
      await link.stop();
    }
  });

  it('a database that is killed while events come costs none', async () => {
    const running = await worker('worker');
    await send(0, 1_000);
    await untilStored(bench, 1_000);
    await postgres.process.kill();
    await send(1_000, 2_000);
    await until('the worker to wait', () => running.output().includes('the database cannot take events now'));
    await postgres.restart();
    await untilStored(bench, 3_000);
    await expectAllOnce(bench, { events: 3_000 });
  });

  it('what nobody can read is kept once, however often it is delivered, and holds up nothing', async () => {
    const first = await worker('first');
    await until('the group', async () => (await client.exists(key)) === 1);
    const letGo = await lockFeed(bench);
    await add(eventsOf(0, 900).flatMap((event, n) => (n % 30 === 0 ? [poisonOf(n), event] : [event])));
    await until('it to have them in hand', () => first.output().includes('the database cannot take events now'));
    await first.kill();
    await letGo();
    await letTimePass();
    await worker('second');
    await untilStored(bench, 900);
    await expectAllOnce(bench, { events: 900, letters: 30 });
  });

  it('entries that were trimmed before they were read are told once, and are no lag', async () => {
    const first = await worker('first');
    await send(0, 100);
    await untilStored(bench, 100);
    await first.stop();
    await send(100, 300);
    await client.xtrim(key, 'MAXLEN', 250);
    await Promise.all([worker('second'), worker('third')]);
    await untilStored(bench, 350);
    await send(400, 10);
    await untilStored(bench, 360);
    await expectAllOnce(bench, { events: 360 });
    expect(await happened(bench)).toMatchObject([{ source: 'redis-stream', kind: 'gone', from: 100, to: 149 }]);
  });

  it('a group that was destroyed is made again and told: what was read before comes again, and is stored once', async () => {
    await worker('worker');
    await send(0, 200);
    await untilStored(bench, 200);
    await client.xgroup('DESTROY', key, 'switchboard');
    await send(200, 100);
    await untilStored(bench, 300);
    await expectAllOnce(bench, { events: 300 });
    expect(await happened(bench)).toMatchObject([{ source: 'redis-stream', kind: 'group' }]);
  });
});
