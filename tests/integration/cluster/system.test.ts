import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClusterState } from '../../../protocol/index.ts';
import { type Instance, startInstance } from '../../../scripts/installation/instances.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import type { LiveClient } from '../../support/live-client.ts';
import type { Person } from '../../support/seed.ts';
import { hearsMessage, type Pair, send, startPair } from './pair.ts';

let pair: Pair;
let worker: Instance;
let ada: Person;
let bob: Person;
let onOne: LiveClient;

beforeAll(async () => {
  pair = await startPair();
  const shared = { databaseUrl: pair.seed.databaseUrl, redisUrl: pair.redis.url };
  worker = await startInstance(shared, { id: 'worker', roles: 'worker' });
  [ada, bob] = [await pair.seed.person('Ada', 'admin'), await pair.seed.person('Bob')];
});
afterAll(async () => {
  await worker?.stop();
  await pair?.stop();
});
beforeEach(async () => {
  onOne = await pair.connect(ada, 1);
});
afterEach(async () => {
  pair.hangUp();
  const [, two] = pair.instances;
  if (!two.process.alive) await two.restart();
  if (!pair.redis.process.alive) await pair.redis.restart();
});

const namesIn = ({ instances }: ClusterState) => instances.map(({ name }) => name).sort();
const stateWhere = async (what: string, holds: (state: ClusterState) => boolean, patience?: number) => {
  let last: ClusterState | undefined;
  await until(
    what,
    async () => {
      last = await onOne.get('cluster:state', {});
      return holds(last);
    },
    patience,
  );
  if (last === undefined) throw new Error('nothing was answered');
  return last;
};
const all = ['one', 'two', 'worker'];
const areAllThere = (state: ClusterState) => namesIn(state).join() === all.join();

describe('what an admin is told of the installation', () => {
  it('names every instance, with its roles and people, one without sockets too, and what they share', async () => {
    await pair.connect(bob, 2);
    // It says how it was when its heart beat last; the first time its Redis may not have answered yet.
    const isCounted = (state: ClusterState) =>
      state.instances.some(({ name, people, bus }) => name === 'two' && people === 1 && bus === 'healthy');
    const state = await stateWhere(
      'all instances',
      (now) => areAllThere(now) && isCounted(now) && now.redis.state === 'healthy',
      20_000,
    );
    const roles = Object.fromEntries(state.instances.map((one) => [one.name, one.roles]));
    expect(roles).toEqual({ one: ['live'], two: ['live'], worker: ['worker'] });
    expect(state.instances.find(({ id }) => id === state.by)?.name).toBe('one');
    expect(state.instances.find(({ name }) => name === 'two')).toMatchObject({ people: 1, connections: 1 });
    expect(state.redis.state).toBe('healthy');
    expect(state.database).toMatchObject({
      state: 'healthy',
      bytes: expect.any(Number),
      connections: expect.any(Number),
    });
    expect(state.followers.map(({ name }) => name)).toEqual([
      'conversation-summary',
      'search',
      'hooks',
      'ticket-hooks',
    ]);
    await stateWhere('jobs', ({ jobs }) => jobs.some(({ name }) => name === 'end-sessions'), 20_000);
  });

  it('changes by itself while it is watched: who is killed is gone within 15 s, and who ends is gone at once', async () => {
    await stateWhere('all instances', areAllThere, 20_000);
    await onOne.get('cluster:state', { watch: true });
    const [, two] = pair.instances;
    await two.process.kill();
    await onOne.hears('cluster', (state) => namesIn(state).join() === 'one,worker', 15_000);
    await two.restart();
    await onOne.hears('cluster', areAllThere);
    const heard = onOne.all('cluster').length;
    await two.process.stop();
    await until('it to be gone', () =>
      onOne
        .all('cluster')
        .slice(heard)
        .some((state) => namesIn(state).join() === 'one,worker'),
    );
  });

  it('has what is wrong with a ticket source, by itself, whichever instance is asked and whoever reads it', async () => {
    await onOne.get('cluster:state', { watch: true });
    // As a worker leaves it that is told by its broker of events which nothing reads.
    await pair.seed.rows(
      `insert into source_reach (source, consumer_group, topic, partition, looked_at, told_at, end_offset, marks)
       select 'kafka', 'g', 'tickets@1', 2, m.at, m.at + interval '1 hour', 7,
              jsonb_build_array(jsonb_build_object('end', 7, 'at', extract(epoch from m.at - interval '1 minute') * 1000))
       from (select now() as at) m`,
    );
    const alarm = { source: 'kafka', topic: 'tickets', partition: 2, kind: 'stalled' };
    await onOne.hears('cluster', ({ sourceAlarms }) => sourceAlarms.length === 1);
    expect(onOne.all('cluster').at(-1)?.sourceAlarms).toMatchObject([alarm]);
    const onTwo = await pair.connect(ada, 2);
    expect((await onTwo.get('cluster:state', {})).sourceAlarms).toMatchObject([alarm]);
    await pair.seed.rows('delete from source_reach');
    await until('it to be over', () => onOne.all('cluster').at(-1)?.sourceAlarms.length === 0);
  });

  it('is right while Redis is away, and says so', async () => {
    await pair.redis.process.kill();
    const state = await stateWhere(
      'Redis to be away for all',
      ({ redis, instances }) => redis.state === 'away' && instances.every(({ bus }) => bus === 'away'),
      20_000,
    );
    expect(namesIn(state)).toEqual(all);
  });

  it('is not told to who has stopped to watch, nor to who is no admin', async () => {
    const other = await pair.connect(bob, 1);
    expect(await other.ask('cluster:state', { watch: true })).toMatchObject({ error: { code: 'forbidden' } });
    await onOne.get('cluster:state', { watch: true });
    await onOne.hears('cluster', () => true);
    await onOne.get('cluster:state', { watch: false });
    const watching = await pair.connect(ada, 1);
    await watching.get('cluster:state', { watch: true });
    const heard = onOne.all('cluster').length;
    await watching.hears('cluster', () => true);
    expect([onOne.all('cluster').length, other.all('cluster').length]).toEqual([heard, 0]);
  });
});

describe('what a follower has set aside', () => {
  it('is shown with its reason, and done when an admin has it tried again', async () => {
    const room = await pair.seed.room([ada, bob]);
    const client = await pair.connect(ada, 1);
    const { id } = await send(client, room, 'something to search for');
    await stateWhere('the followers to have begun', ({ followers }) => followers.every(({ lag }) => lag === 0), 20_000);
    await pair.seed.rows('delete from message_search where message_id = $1', [id]);
    await pair.seed.rows(
      `insert into follower_fault (follower, entry, error) values ('search', $1, 'made for a test')`,
      [id],
    );
    const shown = await stateWhere('it to be shown', ({ faults }) => faults.length > 0);
    expect(shown.faults).toMatchObject([{ follower: 'search', entry: id, error: 'made for a test', wanted: false }]);
    expect(shown.followers.find(({ name }) => name === 'search')?.setAside).toBe(1);
    expect(await onOne.get('cluster:retry', { follower: 'search', entry: randomUUID() })).toEqual({ asked: 0 });
    expect(await onOne.get('cluster:retry', { follower: 'search', entry: id })).toEqual({ asked: 1 });
    await stateWhere('it to be done', ({ faults }) => faults.length === 0);
    expect(await pair.seed.rows('select from message_search where message_id = $1', [id])).toHaveLength(1);
    expect(await onOne.ask('cluster:retry', { follower: 'nobody' })).toMatchObject({ error: { code: 'not_found' } });
  });
});

describe('how a message came', () => {
  it('is told by the instances that had a part in it: accepted by one, over Redis to the other', async () => {
    const room = await pair.seed.room([ada, bob]);
    const [sender, hearer] = [await pair.connect(ada, 1), await pair.connect(bob, 2)];
    await stateWhere('all instances', areAllThere, 20_000);
    const message = await send(sender, room);
    await Promise.all([hearsMessage(sender, message), hearsMessage(hearer, message)]);
    const expected = {
      complete: true,
      accepted: { instance: 'one', began: expect.any(String), committed: expect.any(String), messages: 1 },
      ways: expect.arrayContaining([
        { instance: 'one', way: 'local', at: expect.any(String) },
        { instance: 'two', way: 'bus', at: expect.any(String) },
      ]),
    };
    // Whichever instance is asked.
    for (const client of [sender, hearer]) {
      const trace = await client.get('trace:get', { messageId: message.id });
      expect(trace).toEqual(expected);
      expect(trace.ways).toHaveLength(2);
    }
  });

  it('is told without the others while Redis is away, and that it was read from the log then', async () => {
    const room = await pair.seed.room([ada, bob]);
    const [sender, hearer] = [await pair.connect(ada, 1), await pair.connect(bob, 2)];
    await stateWhere('all instances', areAllThere, 20_000);
    await pair.redis.process.kill();
    await hearer.hears('notice', ({ kind }) => kind === 'degraded');
    const message = await send(sender, room);
    await hearsMessage(hearer, message);
    expect(await hearer.get('trace:get', { messageId: message.id })).toEqual({
      complete: false,
      accepted: null,
      ways: [{ instance: 'two', way: 'log', at: expect.any(String) }],
    });
  });
});
