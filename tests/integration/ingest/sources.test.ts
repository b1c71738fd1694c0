import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Kafka, kafkaIsAvailable, startKafka } from '../../../scripts/installation/kafka.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { connectRedis } from '../../../server/engine/bus/redis-connection.ts';
import { openDatabase } from '../../../server/engine/store/database.ts';
import { readBooks } from '../../../server/sources/books.ts';
import { createTicketIngest } from '../../../server/sources/http.ts';
import { Intake } from '../../../server/sources/intake.ts';
import { createKafkaSource } from '../../../server/sources/kafka.ts';
import { createRabbitMqSource } from '../../../server/sources/rabbitmq.ts';
import { createRedisStreamSource } from '../../../server/sources/redis-stream.ts';
import { sign } from '../../../server/sources/signature.ts';
import type { TicketSource } from '../../../server/sources/source.ts';
import { type RabbitMq, startRabbitMq } from '../../support/rabbitmq.ts';
import { sharedRedisUrl } from '../../support/shared.ts';
import { produce, sendToQueue } from './producers.ts';
import { openWorkbench, sampleEvent, type Workbench } from './workbench.ts';

const withKafka = await kafkaIsAvailable();
const topic = 'tickets.rejected';
const secret = 's'.repeat(32);
let bench: Workbench;
let redis: Redis;
let rabbit: RabbitMq;
let kafka: Kafka | undefined;

beforeAll(async () => {
  redis = new Redis(sharedRedisUrl());
  [bench, rabbit, kafka] = await Promise.all([openWorkbench(), startRabbitMq(), withKafka ? startKafka() : undefined]);
  await kafka?.createTopic(topic);
});
afterAll(async () => {
  redis?.disconnect();
  await Promise.all([bench?.close(), rabbit?.stop(), kafka?.stop()]);
});

const running = async (source: TicketSource) => {
  onTestFinished(() => source.stop());
  await source.start();
  return source;
};
const fromKafka = (name = topic) =>
  createKafkaSource({ ...bench, brokers: [kafka?.brokers ?? ''], topic: name, group: randomUUID(), clientId: 'test' });
const fromRabbit = (queue: string, intake = bench.intake) =>
  createRabbitMqSource({ ...bench, intake, url: rabbit.url, queue });
const fromStream = (key: string, intake = bench.intake) =>
  createRedisStreamSource({
    ...bench,
    intake,
    key,
    consumer: 'worker-1',
    connect: () => connectRedis([sharedRedisUrl()], 'publisher', bench.log),
  });

const prefixed = (prefix: string, attributes: { [name: string]: string }) =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`${prefix}${name}`, value]));
const arrived = (eventIds: string[]) =>
  until(`${eventIds.length} events to arrive`, async () => {
    const stored = new Set((await bench.stored()).map((row) => row.event_id));
    return eventIds.every((id) => stored.has(id));
  });

describe('the same event', () => {
  it.skipIf(!withKafka)('brought many times by every source appears once for each', async () => {
    const [queue, key] = [`q-${randomUUID()}`, `s-${randomUUID()}`];
    for (const source of [fromKafka(), fromRabbit(queue), fromStream(key)]) await running(source);
    const events = Array.from({ length: 30 }, (_, n) => sampleEvent({ ticketId: `T-${n}` }));
    const twice = [...events, ...events];
    const body = Buffer.from(JSON.stringify(twice));
    const post = createTicketIngest({ secret, intake: bench.intake });
    await Promise.all([
      produce(
        kafka?.brokers ?? '',
        topic,
        twice.map((event) => ({ key: event.ticketId, value: event })),
      ),
      sendToQueue(rabbit.url, queue, twice),
      ...twice.map((event) => redis.xadd(key, '*', 'event', JSON.stringify(event))),
      post({ headers: sign(secret, body), body }),
    ]);
    const last = sampleEvent();
    await produce(
      kafka?.brokers ?? '',
      topic,
      [0, 1, 2, 3].map((partition) => ({ partition, value: { ...last, eventId: `k${partition}` } })),
    );
    await sendToQueue(rabbit.url, queue, [{ ...last, eventId: 'r' }]);
    await redis.xadd(key, '*', 'event', JSON.stringify({ ...last, eventId: 's' }));
    await arrived(['k0', 'k1', 'k2', 'k3', 'r', 's']);
    const stored = await bench.stored();
    const ids = stored.map((row) => row.event_id);
    const sources = ['http', 'kafka', 'rabbitmq', 'redis-stream'];
    expect(
      stored
        .map((row) => `${row.event_id} ${row.source}`)
        .filter((name) => events.some(({ eventId }) => name.startsWith(eventId)))
        .sort(),
    ).toEqual(events.flatMap(({ eventId }) => sources.map((source) => `${eventId} ${source}`)).sort());
    expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, n) => n + 1));
    expect(bench.published.map(({ eventId }) => eventId).sort()).toEqual(ids.sort());
  });
});

describe('a broken event becomes a dead letter with its reason, and the next one arrives', () => {
  const lettersOf = async (origin: string) => (await bench.deadLetters()).filter((letter) => letter.origin === origin);
  const broken = { ...sampleEvent(), occurredAt: 'soon' };

  it.skipIf(!withKafka)('from Kafka, also when it is empty or no JSON; a tombstone is nothing for us', async () => {
    const name = `broken-${randomUUID()}`;
    await kafka?.createTopic(name, 1);
    const good = sampleEvent();
    const values = [broken, Buffer.alloc(0), Buffer.from('<xml/>'), Buffer.from([0xff, 0xfe]), null, good];
    await produce(
      kafka?.brokers ?? '',
      name,
      values.map((value) => ({ value })),
    );
    await running(fromKafka(name));
    await arrived([good.eventId]);
    const letters = await lettersOf(name);
    expect(letters.map(({ position }) => position.split('@')[0])).toEqual(['0:0', '0:1', '0:2', '0:3']);
    expect(letters.map(({ error }) => error)).toEqual([
      expect.stringMatching(/^occurredAt: /),
      'the payload is empty',
      'the payload is not JSON',
      'the payload is not UTF-8',
    ]);
    expect(letters[3]?.payload).toEqual(Buffer.from([0xff, 0xfe]));
    const told = await readBooks(bench.database);
    expect(told.ok && told.data.books.find(({ topic }) => topic === name)).toMatchObject({
      ...{ passed: 6, read: 5, notForUs: 1, created: 1, dead: 4 },
    });
  });

  it('from RabbitMQ', async () => {
    const [queue, good] = [`q-${randomUUID()}`, sampleEvent()];
    await sendToQueue(rabbit.url, queue, [broken, good]);
    await running(fromRabbit(queue));
    await arrived([good.eventId]);
    expect(await lettersOf(queue)).toMatchObject([
      { source: 'rabbitmq', error: expect.stringMatching(/^occurredAt: /) },
    ]);
  });

  it('from a Redis stream, also when the field is missing or there twice', async () => {
    const [key, good] = [`s-${randomUUID()}`, sampleEvent()];
    await redis.xadd(key, '1-1', 'event', JSON.stringify(broken));
    await redis.xadd(key, '1-2', 'evnt', 'x', 'n', '1');
    await redis.xadd(key, '1-3', 'event', JSON.stringify(sampleEvent()), 'event', JSON.stringify(sampleEvent()));
    await redis.xadd(key, '1-4', 'event', JSON.stringify(good));
    await running(fromStream(key));
    await arrived([good.eventId]);
    expect(await lettersOf(key)).toMatchObject([
      { position: '1-1', error: expect.stringMatching(/^occurredAt: /) },
      {
        position: '1-2',
        error: 'event: the entry has no such field',
        payload: Buffer.from('[["evnt","x"],["n","1"]]'),
      },
      { position: '1-3', error: 'event: the entry has more than one' },
    ]);
  });
});

describe('a source', () => {
  it.skipIf(!withKafka)(
    'waits for a Kafka topic that does not exist, creates none, and reads it once it is there',
    async () => {
      const name = `late-${randomUUID()}`;
      const source = await running(fromKafka(name));
      await until(
        'the source to wait',
        () => source.problem?.includes(`the Kafka topic ${name} does not exist`) ?? false,
      );
      await kafka?.createTopic(name, 2);
      const event = sampleEvent();
      await produce(kafka?.brokers ?? '', name, [{ value: event }]);
      await arrived([event.eventId]);
      expect([source.state, source.problem]).toEqual(['consuming', null]);
    },
  );

  it.skipIf(!withKafka)('reads a CloudEvent whose envelope is in the headers of a Kafka record', async () => {
    const { eventId: _, ...value } = sampleEvent();
    const id = randomUUID();
    const headers = { ce_specversion: '1.0', ce_id: id, ce_source: '/desk', ce_type: 'ticket.rejected' };
    await running(fromKafka());
    await produce(kafka?.brokers ?? '', topic, [{ value, headers }]);
    await arrived([`/desk/${id}`]);
  });

  it('reads a packed CloudEvent from RabbitMQ, and one beside a field of a Redis stream', async () => {
    const [queue, key] = [`q-${randomUUID()}`, `s-${randomUUID()}`];
    const { eventId: _, ...data } = sampleEvent();
    const [one, other] = [randomUUID(), randomUUID()];
    const envelope = { specversion: '1.0', source: '/desk', type: 'ticket.rejected' };
    await sendToQueue(rabbit.url, queue, [gzipSync(JSON.stringify(data))], {
      contentEncoding: 'gzip',
      headers: { ...prefixed('cloudEvents:', { ...envelope, id: one }), 'cloudEvents:attempt': 2 },
    });
    const fields = Object.entries(prefixed('ce_', { ...envelope, id: other })).flat();
    await redis.xadd(key, '*', 'event', JSON.stringify(data), ...fields);
    for (const source of [fromRabbit(queue), fromStream(key)]) await running(source);
    await arrived([`/desk/${one}`, `/desk/${other}`]);
    const found = bench.published.find(({ eventId }) => eventId === `/desk/${one}`);
    expect(found?.attributes).toMatchObject({ ce_source: '/desk', ce_attempt: '2' });
  });

  it('takes over from a dead worker what it read from a Redis stream and never acknowledged', async () => {
    const [key, events] = [`s-${randomUUID()}`, [sampleEvent(), sampleEvent()]];
    await redis.xgroup('CREATE', key, 'switchboard', '0', 'MKSTREAM');
    for (const event of events) await redis.xadd(key, '*', 'event', JSON.stringify(event));
    await redis.xreadgroup('GROUP', 'switchboard', 'worker-1', 'COUNT', 1, 'STREAMS', key, '>');
    await redis.xreadgroup('GROUP', 'switchboard', 'dead', 'COUNT', 1, 'STREAMS', key, '>');
    // As if it had been read a minute ago.
    const [entry] = (await redis.xpending(key, 'switchboard', '-', '+', 1, 'dead')) as [[string]];
    await redis.call('XCLAIM', key, 'switchboard', 'dead', '0', entry[0], 'IDLE', '60000');
    const source = await running(fromStream(key));
    await arrived(events.map(({ eventId }) => eventId));
    await source.stop();
    expect((await redis.xpending(key, 'switchboard'))[0]).toBe(0);
    expect(JSON.stringify(await redis.xinfo('CONSUMERS', key, 'switchboard'))).not.toContain('worker-1');
  });

  it('goes on after RabbitMQ was away, with what was not acknowledged and what came meanwhile', async () => {
    const [queue, before, after] = [`q-${randomUUID()}`, sampleEvent(), sampleEvent()];
    const source = await running(fromRabbit(queue));
    await sendToQueue(rabbit.url, queue, [before]);
    await arrived([before.eventId]);
    await rabbit.process.kill();
    await until('the source to notice', () => source.state === 'connecting');
    await rabbit.restart();
    await sendToQueue(rabbit.url, queue, [before, after]);
    await arrived([after.eventId]);
    expect((await bench.stored()).filter((row) => row.event_id === before.eventId)).toHaveLength(1);
  }, 120_000);

  it.each(['RabbitMQ', 'a Redis stream'])(
    'gives back to %s what it could not store before it was stopped',
    async (broker) => {
      const database = openDatabase('postgresql://nobody:nothing@127.0.0.1:1/none', bench.log);
      onTestFinished(() => database.close());
      const away = new Intake({ ...bench, database, publish: () => {} });
      const [place, event] = [randomUUID(), sampleEvent()];
      const start = (intake?: Intake) =>
        running(broker === 'RabbitMQ' ? fromRabbit(place, intake) : fromStream(place, intake));
      if (broker === 'RabbitMQ') await sendToQueue(rabbit.url, place, [event]);
      else await redis.xadd(place, '*', 'event', JSON.stringify(event));
      const first = await start(away);
      await until('the source to wait', () => first.problem === 'the database cannot take events now');
      expect(first.state).toBe('waiting');
      await first.stop();
      await start();
      await arrived([event.eventId]);
    },
  );

  it('that can reach nothing neither throws nor holds up the start or the stop', async () => {
    const source = createRabbitMqSource({ ...bench, url: 'amqp://127.0.0.1:1', queue: 'q' });
    await source.start();
    await until('a problem to be named', () => source.problem !== null);
    expect(source.state).toBe('connecting');
    await source.stop();
    expect([source.state, source.problem]).toEqual(['stopped', null]);
  });
});
