import { createServer } from 'node:http';
import amqp from 'amqplib';
import { Redis as RedisClient } from 'ioredis';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { startNginx } from '../../../scripts/installation/nginx.ts';
import { freePort } from '../../../scripts/installation/ports.ts';
import { startPostgres } from '../../../scripts/installation/postgres.ts';
import { startRedis } from '../../../scripts/installation/redis.ts';
import { isListening, until } from '../../../scripts/installation/waiting.ts';
import { processesMentioning } from '../../support/process-list.ts';
import { startRabbitMq } from '../../support/rabbitmq.ts';

test('PostgreSQL keeps what was committed when it is killed and started again', async () => {
  const postgres = await startPostgres();
  onTestFinished(postgres.stop);
  const url = await postgres.createDatabase();
  await query(url, 'CREATE TABLE kept (n int)');
  await query(url, 'INSERT INTO kept VALUES (7)');
  await postgres.process.kill();
  expect(await isListening(postgres.port)).toBe(false);
  await postgres.restart();
  expect(await query(url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  expect(await query(url, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
});

test('Redis answers, freezes, thaws, and leaves nothing behind', async () => {
  const redis = await startRedis();
  onTestFinished(redis.stop);
  const client = new RedisClient(redis.url, { commandTimeout: 300, maxRetriesPerRequest: 0 });
  client.on('error', () => {});
  onTestFinished(() => client.disconnect());
  expect(await client.set('a', 'b')).toBe('OK');
  redis.process.freeze();
  await expect(client.get('a')).rejects.toThrow();
  redis.process.thaw();
  await until('Redis to answer again', async () => (await client.get('a')) === 'b');
  await redis.stop();
  expect(await isListening(redis.port)).toBe(false);
});

test('RabbitMQ delivers, and its port mapper ends with it', async () => {
  const rabbit = await startRabbitMq();
  onTestFinished(rabbit.stop);
  const connection = await amqp.connect(rabbit.url);
  const channel = await connection.createChannel();
  await channel.assertQueue('q');
  channel.sendToQueue('q', Buffer.from('hello'));
  await until('the message', async () => {
    const message = await channel.get('q', { noAck: true });
    return message !== false && message.content.toString() === 'hello';
  });
  await connection.close();
  await rabbit.stop();
  expect(await processesMentioning(`switchboard${rabbit.mapperPort}`)).toEqual([]);
  expect(await isListening(rabbit.mapperPort)).toBe(false);
}, 120_000);

test('nginx runs deploy/nginx.conf: spreads requests, names the instance, passes over a dead one, hides what is for operators', async () => {
  const instances = [await startWebServer('a'), await startWebServer('b')];
  const nginx = await startNginx([...instances.map(({ port }) => port), await freePort()]);
  onTestFinished(nginx.stop);
  const answers = await Promise.all(
    Array.from({ length: 12 }, async () => (await fetch(nginx.url)).headers.get('x-switchboard-instance')),
  );
  expect(new Set(answers)).toEqual(new Set(['a', 'b']));
  const files = await Promise.all(
    Array.from({ length: 12 }, async () => (await fetch(`${nginx.url}/_next/static/not-on-a.js`)).text()),
  );
  expect(new Set(files), 'a file of the pages that one instance has not').toEqual(new Set(['b']));
  for (const path of ['/metrics', '/livez', '/readyz']) expect((await fetch(`${nginx.url}${path}`)).status).toBe(404);
  expect((await fetch(`${nginx.url}/nginx-alive`)).status).toBe(204);
});

const query = async (url: string, text: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
};

const startWebServer = async (name: string): Promise<{ port: number }> => {
  const port = await freePort();
  const server = createServer(({ url }, response) => {
    response.statusCode = url === `/_next/static/not-on-${name}.js` ? 404 : 200;
    response.setHeader('x-switchboard-instance', name).end(name);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port };
};
