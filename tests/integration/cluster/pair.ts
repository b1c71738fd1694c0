import { randomBytes, randomUUID } from 'node:crypto';
import type { Message } from '../../../protocol/index.ts';
import { type Instance, startInstance } from '../../../scripts/installation/instances.ts';
import { type Redis, startRedis } from '../../../scripts/installation/redis.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { connectClient, type LiveClient } from '../../support/live-client.ts';
import { type Person, type Seed, seedDatabase } from '../../support/seed.ts';

/** Two instances on one database and one Redis of their own, which a test may break. */
export type Pair = {
  seed: Seed;
  redis: Redis;
  instances: [Instance, Instance];
  /** A connection to instance 1 or 2, with a session of its own, that hears all of its conversations. */
  connect(person: Person, to: 1 | 2): Promise<LiveClient>;
  /** Closes every connection that was made since the last call. */
  hangUp(): void;
  stop(): Promise<void>;
};

export const startPair = async (): Promise<Pair> => {
  const authSecret = randomBytes(32).toString('hex');
  const seed = await seedDatabase(authSecret);
  const redis = await startRedis();
  const env = { AUTH_SECRET: authSecret, RATE_LIMIT_FACTOR: '0' };
  const shared = { databaseUrl: seed.databaseUrl, redisUrl: redis.url, env };
  const start = (id: string) => startInstance(shared, { id, roles: 'live' });
  const started = await Promise.allSettled([start('one'), start('two')]);
  const [one, two] = started.map((result) => (result.status === 'fulfilled' ? result.value : undefined));
  const stop = async () => {
    await Promise.all([one?.stop(), two?.stop()]);
    await redis.stop();
    await seed.close();
  };
  if (!one || !two) {
    await stop();
    throw started.find((result) => result.status === 'rejected')?.reason;
  }
  // Until then whoever connects is told that others may see messages later.
  await until('both instances to be on the bus', () =>
    [one, two].every(({ process }) => process.output().includes('the bus is healthy')),
  );
  let clients: LiveClient[] = [];
  return {
    ...{ seed, redis, stop },
    instances: [one, two],
    connect: async (person, to) => {
      const { cookie } = await seed.session(person);
      const client = await connectClient((to === 1 ? one : two).url, { cookie });
      clients.push(client);
      // Who comes while a membership is being told of joins its conversation a moment later, and repairs what was said
      // meanwhile: a browser does, these clients do not.
      await until('a client to hear all of its conversations', async () => {
        const { conversations } = await client.get('sync', {});
        return conversations.length === (await seed.rows('select from member where user_id = $1', [person.id])).length;
      });
      return client;
    },
    hangUp: () => {
      for (const client of clients) client.close();
      clients = [];
    },
  };
};

export const send = (client: LiveClient, conversationId: string, body = 'Hello'): Promise<Message> =>
  client.get('message:send', { conversationId, clientId: randomUUID(), body });

/** Waits until the client was pushed this message. */
export const hearsMessage = (client: LiveClient, { id }: Message, patience?: number): Promise<void> =>
  client.hears('messages', ({ messages }) => messages.some((message) => message.id === id), patience);

/** The seqs that were pushed to a client for a conversation, in the order of the pushes. */
export const pushedSeqs = (client: LiveClient, conversationId: string): number[] =>
  client
    .all('messages')
    .filter((event) => event.conversationId === conversationId)
    .flatMap(({ messages }) => messages.map(({ seq }) => seq));

const metric = async ({ url }: Instance, name: string): Promise<number> => {
  const lines = (await (await fetch(`${url}/metrics`)).text()).split('\n');
  return Number(lines.find((line) => line.startsWith(`${name} `))?.split(' ')[1] ?? 0);
};

/** How many connections an instance says it has. */
export const connectionsOf = (instance: Instance): Promise<number> => metric(instance, 'switchboard_connections');

/** How many batches came to an instance's sockets over Redis, and not by reading the log. */
export const broughtByRedis = (instance: Instance): Promise<number> =>
  metric(instance, 'switchboard_delivered_batches_total{way="bus"}');
