import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Instance, startInstance } from '../../scripts/installation/instances.ts';
import { seeded } from '../../scripts/installation/random.ts';
import { startRedis } from '../../scripts/installation/redis.ts';
import { connectClient, type LiveClient } from '../support/live-client.ts';
import { type Person, type Seed, seedDatabase } from '../support/seed.ts';
import { Attacker } from './attacker.ts';
import { Findings, type Kind } from './findings.ts';

export type FuzzOptions = {
  seed: number;
  attackers: number;
  isOver: (inputs: number) => boolean;
  say: (what: string) => void;
  /** Outside Vitest, where no database server is shared. */
  createDatabase?: () => Promise<string>;
};

export type FuzzReport = {
  inputs: number;
  counts: Record<Kind, number>;
  /** Questions that waited for more than ten seconds. */
  late: number;
  /** Everything that must not be; empty when all is well. */
  faults: string[];
  /** Used heap of each instance in MB, before and after, with the garbage collected. */
  heap: { before: number; after: number }[];
};

const collector = new URL('../chaos/site/collect-on-signal.ts', import.meta.url).pathname;
const metricsToken = 'a token for metrics';
/** Rooms that attackers made are removed after so many inputs, or a long run would be one about full tables. */
const cleaning = 20_000;

const heapOf = async ({ url, process }: Instance): Promise<number> => {
  process.signal('SIGUSR2');
  await delay(500);
  const response = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } });
  const line = (await response.text()).split('\n').find((one) => one.startsWith('nodejs_heap_size_used_bytes '));
  return Math.round(Number(line?.split(' ')[1]) / 2 ** 20);
};

/** Two people with a room of their own, who go on talking in it: nobody else may hear a word. */
const talkInPrivate = async (url: string, seed: Seed, people: Person[], secret: string) => {
  const room = await seed.room(people, { name: secret });
  const clients = await Promise.all(people.map(async (person) => connectClient(url, await seed.session(person))));
  const [author] = clients;
  if (author === undefined) throw new Error('nobody talks');
  const { id: messageId } = await author.get('message:send', {
    conversationId: room,
    clientId: randomUUID(),
    body: secret,
  });
  let heard = 0;
  const timer = setInterval(() => {
    const body = `${secret} ${heard}`;
    void author.ask('message:send', { conversationId: room, clientId: randomUUID(), body }).then(({ ok }) => {
      if (ok) heard += 1;
    });
  }, 50);
  return { room, messageId, clients, said: () => heard, stop: () => clearInterval(timer) };
};

const isWell = (clients: LiveClient[]): boolean => clients.every(({ socket }) => socket.connected);

/**
 * Sends everything there is to send to two instances, over real connections. The first has no limits, so that all of it
 * reaches what is behind them; the second has those that people get.
 */
export const fuzz = async ({
  seed: number,
  attackers: count,
  isOver,
  say,
  createDatabase,
}: FuzzOptions): Promise<FuzzReport> => {
  const secret = `secret-${randomBytes(12).toString('hex')}`;
  const findings = new Findings(secret);
  const authSecret = randomBytes(32).toString('hex');
  await using stack = new AsyncDisposableStack();
  const seed = await seedDatabase(authSecret, createDatabase);
  stack.defer(() => seed.close());
  const redis = await startRedis();
  stack.defer(() => redis.stop());
  const env = {
    ...{ AUTH_SECRET: authSecret, METRICS_TOKEN: metricsToken, LOG_LEVEL: 'error' },
    NODE_OPTIONS: `--expose-gc --import ${collector}`,
  };
  const shared = { databaseUrl: seed.databaseUrl, redisUrl: redis.url };
  const start = async (id: string, factor: string) => {
    const instance = await startInstance(shared, { id, env: { ...env, RATE_LIMIT_FACTOR: factor } });
    stack.defer(() => instance.stop());
    return instance;
  };
  const instances = [await start('without-limits', '0'), await start('with-limits', '1')];
  const [open] = instances;
  if (open === undefined) throw new Error('an instance is needed');
  const people = await Promise.all(['Vera', 'Vic'].map((name) => seed.person(name)));
  const talk = await talkInPrivate(open.url, seed, people, secret);
  const [mallory, ...others] = await Promise.all(Array.from({ length: count }, (_, n) => seed.person(`Mallory ${n}`)));
  if (mallory === undefined) throw new Error('nobody attacks');
  const rooms = await Promise.all(
    [1, 2, 3].map((n) => seed.room([mallory], { name: `Room ${n}`, visibility: 'public' })),
  );
  const ids = [...rooms, talk.room, talk.messageId, ...[...people, mallory, ...others].map(({ id }) => id)];
  const random = seeded(number);
  const attackers = await Promise.all(
    [mallory, ...others].map(async (person, n) => {
      const { url } = instances[n % 4 === 3 ? 1 : 0] ?? open;
      const { cookie } = await seed.session(person);
      const { token } = await seed.apiToken(person);
      return new Attacker({
        ...{ url, cookie, token, rooms, findings },
        random: seeded(random.below(2 ** 31)),
        known: { ids },
      });
    }),
  );
  const before = await Promise.all(instances.map(heapOf));
  let cleaned = 0;
  await Promise.all(
    attackers.map(async (attacker) => {
      while (!isOver(findings.inputs) && instances.every(({ process }) => process.alive)) {
        await attacker.attack();
        if (findings.inputs - cleaned < cleaning) continue;
        cleaned = findings.inputs;
        say(`${findings.inputs} inputs, ${findings.faults.length} faults, ${findings.late} answers late`);
        await seed.rows('delete from conversation where id <> all ($1::uuid[])', [[...rooms, talk.room]]);
      }
    }),
  );
  for (const attacker of attackers) attacker.close();
  talk.stop();
  const faults = [...findings.faults];
  for (const { id, process } of instances)
    if (!process.alive) faults.push(`${id} ended: ${process.output().slice(-2_000)}`);
  if (talk.said() === 0) faults.push('nobody could talk meanwhile');
  if (faults.every((fault) => !fault.includes(' ended: ')) && !isWell(talk.clients))
    faults.push('a bystander was cut off');
  await delay(3_000);
  const after = await Promise.all(instances.map((one) => (one.process.alive ? heapOf(one) : Number.NaN)));
  for (const { close } of talk.clients) close();
  const heap = instances.map((_, n) => ({ before: before[n] ?? 0, after: after[n] ?? 0 }));
  return { inputs: findings.inputs, counts: findings.counts, late: findings.late, faults, heap };
};
