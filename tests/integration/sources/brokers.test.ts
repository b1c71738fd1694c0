import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'amqplib';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { kafkaIsAvailable } from '../../../scripts/installation/kafka.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { type RabbitMq, startRabbitMq } from '../../support/rabbitmq.ts';
import { sharedRedisUrl } from '../../support/shared.ts';
import { produce } from '../ingest/producers.ts';
import { sampleEvent } from '../ingest/workbench.ts';
import { becomes, type Desk, dataOf, openDesk, type Worker } from './desk.ts';
import { type GuardedKafka, startGuardedKafka } from './guarded-kafka.ts';

const withKafka = await kafkaIsAvailable();
let desk: Desk;
let redis: Redis;
let rabbit: RabbitMq;
let kafka: GuardedKafka | undefined;
let workers: [Worker, Worker];

beforeAll(async () => {
  redis = new Redis(sharedRedisUrl());
  [desk, rabbit, kafka] = await Promise.all([openDesk(), startRabbitMq(), withKafka ? startGuardedKafka() : undefined]);
  const redisUrls = [sharedRedisUrl()];
  workers = [desk.startWorker('worker-1', { redisUrls }), desk.startWorker('worker-2', { redisUrls })];
});
afterAll(async () => {
  redis?.disconnect();
  await desk?.close();
  await Promise.all([rabbit?.stop(), kafka?.kafka.stop()]);
});

const events = (count: number) =>
  Array.from({ length: count }, (_, n) => sampleEvent({ ticketId: `T-${n}`, eventId: `${n}-${randomUUID()}` }));
const idsOf = (some: readonly { eventId: string }[]) => some.map(({ eventId }) => eventId).sort();

/** As rabbit’s own address, without what signs in there. */
const rabbitUrl = () => {
  const url = new URL(rabbit.url);
  url.password = '';
  return url.href;
};
const sendTo = async (queue: string, values: unknown[]) => {
  const connection = await connect(rabbit.url);
  try {
    const channel = await connection.createConfirmChannel();
    for (const value of values) channel.sendToQueue(queue, Buffer.from(JSON.stringify(value)), { persistent: true });
    await channel.waitForConfirms();
  } finally {
    await connection.close();
  }
};

describe('Kafka', () => {
  it.skipIf(!withKafka)(
    'is read by who signs in; a wrong password is said, and a right one read with at once',
    async () => {
      if (kafka === undefined) throw new Error('there is no Kafka');
      const topic = `guarded-${randomUUID()}`;
      await kafka.kafka.createTopic(topic, 2);
      const signedIn = { mechanism: 'plain', user: kafka.user } as const;
      const place = { kind: 'kafka' as const, brokers: [kafka.guarded], topic, ...signedIn };
      await desk.make({ key: 'guarded', name: 'Guarded', place, secret: 'a wrong one' });
      await until('a problem', () => workers.every((worker) => worker.stateOf('guarded')?.problem !== null), 30_000);
      const before = events(20);
      await produce(
        kafka.kafka.brokers,
        topic,
        before.map((event) => ({ key: event.ticketId, value: event })),
      );
      dataOf(
        await desk.named.rotate(desk.asker(), { key: 'guarded', secret: kafka.password, keepOld: 0, endOld: false }),
      );
      await becomes('guarded', 'consuming', workers);
      const after = events(20);
      await produce(
        kafka.kafka.brokers,
        topic,
        after.map((event) => ({ key: event.ticketId, value: event })),
      );
      expect(await desk.arrived('guarded', 40)).toEqual(idsOf([...before, ...after]));
      const [book] = await desk.seed.rows<{ read: string }>(
        `select sum(read)::text as read from source_book where source = 'guarded'`,
      );
      expect(book?.read).toBe('40');
    },
  );

  it.skipIf(!withKafka)('is read encrypted, by the certificates that the source names and no others', async (test) => {
    if (kafka?.encrypted === undefined) return test.skip('there is no openssl');
    const { brokers, certificate } = kafka.encrypted;
    const topic = `encrypted-${randomUUID()}`;
    await kafka.kafka.createTopic(topic, 1);
    const asDesk = { mechanism: 'plain', user: kafka.user } as const;
    const signedIn = { kind: 'kafka' as const, brokers: [brokers], topic, tls: true, ...asDesk };
    await desk.make({ key: 'encrypted', name: 'Encrypted', place: signedIn, secret: kafka.password });
    await until('a problem', () => workers.every((worker) => worker.stateOf('encrypted')?.problem !== null), 30_000);
    await desk.change('encrypted', { place: { ...signedIn, certificates: certificate } });
    await becomes('encrypted', 'consuming', workers);
    const some = events(5);
    await produce(
      kafka.kafka.brokers,
      topic,
      some.map((value) => ({ value })),
    );
    expect(await desk.arrived('encrypted', 5)).toEqual(idsOf(some));
  });
});

describe('RabbitMQ', () => {
  it('is read from a quorum queue, which is made where there is none; paused, it keeps what comes', async () => {
    const queue = `quorum-${randomUUID()}`;
    const place = { kind: 'rabbitmq', url: rabbitUrl(), queue } as const;
    await desk.make({ key: 'queue', name: 'Queue', place, secret: new URL(rabbit.url).password });
    await becomes('queue', 'consuming', workers);
    const connection = await connect(rabbit.url);
    onTestFinished(() => connection.close());
    const channel = await connection.createChannel();
    // Refused where it is there and of another kind.
    await channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
    const before = events(30);
    await sendTo(queue, before);
    expect(await desk.arrived('queue', 30)).toEqual(idsOf(before));

    await desk.change('queue', { paused: true });
    await becomes('queue', 'stopped', workers);
    const meanwhile = events(30);
    await sendTo(queue, meanwhile);
    await until('the queue to keep them', async () => (await channel.checkQueue(queue)).messageCount === 30);
    expect(await desk.stored('queue')).toHaveLength(30);
    await desk.change('queue', { paused: false });
    expect(await desk.arrived('queue', 60)).toEqual(idsOf([...before, ...meanwhile]));
    expect(await desk.letters('queue')).toEqual([]);
  });
});

describe('a Redis stream', () => {
  const mappingTo = (title: string) =>
    `{ "eventId": id, "ticketId": ticket, "title": "${title} " & subject, "reasonCode": "policy", "reason": "r",
       "rejectedBy": "bot", "priority": "normal", "occurredAt": at, "region": region }`;
  const foreign = (id: string) => ({
    ...{ id, ticket: `T-${id}`, subject: 'Refund', at: '2026-01-02T03:04:05.678Z', region: 'eu' },
  });
  const add = (key: string, ids: string[]) =>
    Promise.all(ids.map((id) => redis.xadd(key, '*', 'event', JSON.stringify(foreign(id)))));

  it('is read by a mapping, and by another one as soon as it is saved, without losing or doubling an event', async () => {
    const stream = `stream-${randomUUID()}`;
    await desk.make({
      key: 'stream',
      name: 'Stream',
      place: { kind: 'redis-stream', stream },
      mapping: mappingTo('Old'),
    });
    await becomes('stream', 'consuming', workers);
    const ids = (prefix: string) => Array.from({ length: 10 }, (_, n) => `${prefix}${n}`);
    await add(stream, ids('a'));
    expect(await desk.arrived('stream', 10)).toEqual(ids('a'));
    await desk.change('stream', { mapping: mappingTo('New') });
    let sent = 0;
    // Both workers look within seconds; until then either may make it.
    await until(
      'the other mapping to hold on both',
      async () => {
        await add(stream, [`probe-${sent++}`, `probe-${sent++}`]);
        await desk.arrived('stream', 10 + sent);
        return (await desk.stored('stream')).slice(-6).every(({ title }) => title === 'New Refund');
      },
      30_000,
    );
    await add(stream, ids('z'));
    await desk.arrived('stream', 20 + sent);
    const stored = await desk.stored('stream');
    expect(stored.map(({ event_id }) => event_id).sort()).toEqual(
      [...ids('a'), ...ids('z'), ...Array.from({ length: sent }, (_, n) => `probe-${n}`)].sort(),
    );
    expect(stored.filter(({ event_id }) => event_id.startsWith('a')).every(({ title }) => title === 'Old Refund')).toBe(
      true,
    );
    expect(stored.filter(({ event_id }) => event_id.startsWith('z')).every(({ title }) => title === 'New Refund')).toBe(
      true,
    );
  });

  it('that cannot be read says so and disturbs no other source: a broker that is none, a password that cannot be opened', async () => {
    const answering = createServer((_, response) => response.end('<html>')).listen(0, '127.0.0.1');
    onTestFinished(() => void answering.close());
    await until('the server', () => answering.listening);
    const { port } = answering.address() as AddressInfo;
    await desk.make({
      ...{ key: 'itself', name: 'Itself', secret: 'p' },
      place: { kind: 'rabbitmq', url: `amqp://guest@127.0.0.1:${port}`, queue: 'q' },
    });
    const sealedElsewhere = desk.startWorker('worker-3', { authSecret: 'another secret of an installation' });
    const without = desk.startWorker('worker-4', { authSecret: undefined });
    await until('the problems', () =>
      [...workers, sealedElsewhere, without].every((worker) => worker.stateOf('itself')?.problem),
    );
    expect(sealedElsewhere.stateOf('itself')?.problem).toMatch(/AUTH_SECRET is another one/);
    expect(without.stateOf('itself')?.problem).toMatch(/AUTH_SECRET is not set/);
    const stream = `beside-${randomUUID()}`;
    await desk.make({ key: 'beside', name: 'Beside', place: { kind: 'redis-stream', stream } });
    const some = events(3);
    for (const event of some) await redis.xadd(stream, '*', 'event', JSON.stringify(event));
    expect(await desk.arrived('beside', 3)).toEqual(idsOf(some));
  });
});
