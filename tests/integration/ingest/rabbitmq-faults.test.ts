import { randomUUID } from 'node:crypto';
import { connect } from 'amqplib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Postgres, startPostgres } from '../../../scripts/installation/postgres.ts';
import { seeded } from '../../../scripts/installation/random.ts';
import { isListening, until } from '../../../scripts/installation/waiting.ts';
import { Link } from '../../chaos/link/link.ts';
import { type RabbitMq, startRabbitMq } from '../../support/rabbitmq.ts';
import { eventsOf, expectAllOnce, lockFeed, poisonOf, startWorker, untilStored } from './faults-world.ts';
import { sendToQueue } from './producers.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

let rabbit: RabbitMq;
let postgres: Postgres;
let bench: Workbench;
let queue: string;

beforeAll(async () => {
  [rabbit, postgres] = await Promise.all([startRabbitMq(), startPostgres()]);
}, 120_000);
afterAll(async () => {
  await Promise.all([rabbit?.stop(), postgres?.stop()]);
});
beforeEach(async () => {
  queue = `q-${randomUUID()}`;
  bench = await openWorkbench(await postgres.createDatabase());
});
afterEach(() => bench.close());

const worker = (name: string, url = rabbit.url) =>
  startWorker(name, { DATABASE_URL: bench.url, AMQP_URL: url, PLACE: queue });
const send = (first: number, count: number) => sendToQueue(rabbit.url, queue, eventsOf(first, count));
const stored = async () => (await bench.stored()).length;

describe('RabbitMQ while things break', { timeout: 180_000 }, () => {
  it('a broker that is killed and comes back brings each event once', async () => {
    await worker('worker');
    await send(0, 3_000);
    await until('some to be stored', async () => (await stored()) > 0);
    await rabbit.process.kill();
    await until('it to be gone', async () => !(await isListening(rabbit.port)));
    await rabbit.restart();
    await send(3_000, 1_000);
    await untilStored(bench, 4_000);
    await expectAllOnce(bench, { events: 4_000 });
  });

  it('a worker that is killed with deliveries that it has not acknowledged is followed by another one', async () => {
    const first = await worker('first');
    await send(0, 500);
    await untilStored(bench, 500);
    const letGo = await lockFeed(bench);
    await send(500, 3_000);
    await until('it to have them in hand', () => first.output().includes('the database cannot take events now'));
    await first.kill();
    await letGo();
    await worker('second');
    await untilStored(bench, 3_500);
    await expectAllOnce(bench, { events: 3_500 });
  });

  it('a connection that is cut again and again brings each event once', async () => {
    const link = await Link.open({ target: rabbit.port, random: seeded(1) });
    try {
      await worker('worker', rabbit.url.replace(`:${rabbit.port}`, `:${link.port}`));
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
    const letGo = await lockFeed(bench);
    const mixed = eventsOf(0, 900).flatMap((event, n) => (n % 30 === 0 ? [poisonOf(n), event] : [event]));
    await sendToQueue(rabbit.url, queue, mixed);
    await until('it to have them in hand', () => first.output().includes('the database cannot take events now'));
    await first.kill();
    await letGo();
    await worker('second');
    await untilStored(bench, 900);
    await expectAllOnce(bench, { events: 900, letters: 30 });
  });

  it('a quorum queue with a limit of deliveries drops nothing while workers come and go', async () => {
    const connection = await connect(rabbit.url);
    const channel = await connection.createChannel();
    await channel.assertQueue(queue, {
      durable: true,
      arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': 0 },
    });
    const publisher = await connection.createConfirmChannel();
    let sent = 0;
    const sendHere = async (count: number) => {
      for (const event of eventsOf(sent, count))
        publisher.sendToQueue(queue, Buffer.from(JSON.stringify(event)), { persistent: true });
      sent += count;
      await publisher.waitForConfirms();
    };
    for (let turn = 0; turn < 5; turn++) {
      await sendHere(2_000);
      const before = await stored();
      const running = await worker(`worker-${turn}`);
      await until('it to be in the middle', async () => (await stored()) > before);
      await running.stop();
    }
    await worker('last');
    await untilStored(bench, sent);
    await expectAllOnce(bench, { events: sent });
    expect(await channel.checkQueue(queue)).toMatchObject({ messageCount: 0 });
    await connection.close();
  });
});
