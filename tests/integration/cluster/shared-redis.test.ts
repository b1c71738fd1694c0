import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Instance, startInstance } from '../../../scripts/installation/instances.ts';
import { type Redis, startRedis } from '../../../scripts/installation/redis.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { connectClient, type Heard } from '../../support/live-client.ts';
import { type Seed, seedDatabase } from '../../support/seed.ts';
import { typeUntilHeard } from '../../support/typing.ts';
import { broughtByRedis, hearsMessage, send } from './pair.ts';

const authSecret = randomBytes(32).toString('hex');
let redis: Redis;
const seeds: Seed[] = [];
const instances: Instance[] = [];

/** An instance that bears the same name as every other one. */
const start = async (seed: Seed): Promise<Instance> => {
  const env = { AUTH_SECRET: authSecret, RATE_LIMIT_FACTOR: '0' };
  const shared = { databaseUrl: seed.databaseUrl, redisUrl: redis.url, env };
  const instance = await startInstance(shared, { id: 'namesake', roles: 'live' });
  instances.push(instance);
  return instance;
};

beforeAll(async () => {
  redis = await startRedis();
  seeds.push(await seedDatabase(authSecret), await seedDatabase(authSecret));
});
afterAll(async () => {
  await Promise.all(instances.map((instance) => instance.stop()));
  await Promise.all(seeds.map((seed) => seed.close()));
  await redis?.stop();
});

test('two instances that were given one name hear each other, and nobody of another installation on that Redis', async () => {
  const [ours, theirs] = seeds;
  if (!ours || !theirs) throw new Error('two installations are needed');
  const [one, two, foreign] = await Promise.all([start(ours), start(ours), start(theirs)]);
  const [ada, bob] = await Promise.all([ours.person('Ada'), ours.person('Bob')]);
  const room = await ours.room([ada, bob]);
  // As after copying a database: the same people and rooms, so that only the installation tells them apart.
  await theirs.rows('insert into "user" (id, name, email) values ($1, $2, $3)', [bob.id, bob.name, 'bob@test']);
  await theirs.rows(`insert into conversation (id, kind, name) values ($1, 'room', 'Room')`, [room]);
  await theirs.join(room, [bob]);
  const connect = async (seed: Seed, { url }: Instance, person: typeof ada) =>
    connectClient(url, { cookie: (await seed.session(person)).cookie });
  const [onOne, onTwo, elsewhere] = await Promise.all([
    connect(ours, one, ada),
    connect(ours, two, bob),
    connect(theirs, foreign, bob),
  ]);
  await elsewhere.get('presence:watch', { userIds: [ada.id] });
  const present = async () => (await onTwo.get('presence:watch', { userIds: [ada.id] }))[ada.id] === 'online';
  await until('the other instance to know who is on this one', present);
  for (let count = 0; count < 5; count += 1) await hearsMessage(onTwo, await send(onOne, room, `message ${count}`));
  expect(await broughtByRedis(two), 'batches that came over Redis and not by reading the log').toBe(5);
  await typeUntilHeard(onOne, onTwo, room, ({ userId }) => userId === ada.id);
  await elsewhere.get('sync', {});
  // Its own instance may tell it of its own membership, which was committed just before it came, and how it is doing itself.
  const isOwn = ({ event, payload }: Heard) =>
    event === 'head' || event === 'notice' || (event === 'conversation' && payload.memberCount === 1);
  expect(elsewhere.heard.filter((heard) => !isOwn(heard))).toEqual([]);
  expect(await broughtByRedis(foreign)).toBe(0);
  for (const client of [onOne, onTwo, elsewhere]) client.close();
});
