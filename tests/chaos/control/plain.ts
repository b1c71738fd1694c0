import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../../scripts/installation/ports.ts';
import { makeFolder, removeFolder, startProcess } from '../../../scripts/installation/processes.ts';
import { type Random, seeded } from '../../../scripts/installation/random.ts';
import { startRedis } from '../../../scripts/installation/redis.ts';
import { check, type Verdict } from '../checker/check.ts';
import { Link } from '../link/link.ts';
import { markSubscribers } from '../link/looks.ts';
import { PlainClient } from './plain-client.ts';
import { openStore, readTruth, type Store } from './store.ts';

/**
 * A plain Socket.IO server with the Redis adapter on two instances, while the links of its subscribers and of its
 * clients are cut again and again.
 */
export const judgePlain = async ({ seed, seconds }: { seed: number; seconds: number }): Promise<Verdict> => {
  await using stack = new AsyncDisposableStack();
  const random = seeded(seed);
  const store = stack.adopt(await openStore(3), (one) => one.stop());
  const redis = stack.adopt(await startRedis(), (one) => one.stop());
  const start = () => startPlain({ store, redisPort: redis.port, random, stack });
  const servers = await Promise.all([start(), start()]);
  const clients = Array.from({ length: 10 }, (_, n) => {
    const client = new PlainClient(`Client ${n}`, servers[n % 2]?.front.port ?? 0, store.ids);
    return stack.adopt(client, (one) => one.close());
  });
  await Promise.all(clients.map((client) => client.connected()));
  await breakLinks(servers, clients, random, seconds);
  await Promise.all(clients.map((client) => client.settled()));
  return check({
    written: clients.flatMap(({ written }) => written),
    acknowledged: clients.flatMap(({ acknowledged }) => acknowledged),
    readings: clients.flatMap(({ readings }) => readings),
    shownMarks: [],
    ...(await readTruth(store)),
  });
};

type PlainServer = { front: Link; redis: Link };

const breakLinks = async (servers: PlainServer[], clients: PlainClient[], random: Random, seconds: number) => {
  const end = Date.now() + seconds * 1_000;
  for (let turn = 0; Date.now() < end; turn++) {
    for (let n = 0; n < 4; n++) random.pick(clients).write(random);
    await delay(20);
    if (turn % 15 !== 7) continue;
    for (const { redis, front } of servers) {
      redis.cut(({ marks }) => marks.has('subscriber'));
      front.cut(() => random.chance(0.3));
    }
  }
};

const startPlain = async (options: {
  store: Store;
  redisPort: number;
  random: Random;
  stack: AsyncDisposableStack;
}): Promise<PlainServer> => {
  const { store, redisPort, random, stack } = options;
  const keep = async (opening: Promise<Link>) => stack.adopt(await opening, (link) => link.stop());
  const redis = await keep(Link.open({ target: redisPort, random, look: markSubscribers }));
  const folder = stack.adopt(makeFolder('plain'), removeFolder);
  const port = await freePort();
  const env = { PORT: String(port), DATABASE_URL: store.url, REDIS_URL: `redis://127.0.0.1:${redis.port}` };
  const file = new URL('plain-server.ts', import.meta.url).pathname;
  const ready = async () => (await fetch(`http://127.0.0.1:${port}/`)).ok;
  const command = { file: process.execPath, args: [file], env };
  stack.adopt(await startProcess({ name: 'plain', folder, command, ready }), (one) => one.kill());
  return { redis, front: await keep(Link.open({ target: port, random })) };
};
