import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { limits, paths } from '../../../protocol/index.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { Doorkeeper } from '../../../server/doors/socketio/doorkeeper.ts';
import { createIo } from '../../../server/doors/socketio/server.ts';
import type { Io, Socket } from '../../../server/doors/socketio/socket.ts';
import { Peers } from '../../../server/engine/events/peers.ts';
import { createClientAddress } from '../../../server/engine/ops/client-address.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';

/** So few connections from one address. */
const few = 3;

let io: Io;
let doorkeeper: Doorkeeper;
let peers: Peers;
let url: string;

beforeEach(async () => {
  peers = new Peers(few / limits.connectionsPerAddress);
  doorkeeper = new Doorkeeper({
    ...{ peers, clientAddress: createClientAddress(1), metrics: createMetrics(), log: createLogger('silent', 'test') },
  });
  io = createIo({ ALLOWED_ORIGINS: new Set() }, doorkeeper, undefined);
  const http = createServer();
  io.attach(http);
  io.engine.on('connection', (connection: Socket['conn']) => doorkeeper.watch(connection));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}${paths.socket}/?EIO=4&transport=websocket`;
});
afterEach(async () => {
  vi.useRealTimers();
  peers.stop();
  await io.close();
});

/** @returns the connection, or the status with which Engine.IO refused it */
const open = (address: string): Promise<WebSocket | number | undefined> =>
  new Promise((resolve) => {
    const socket = new WebSocket(url, { headers: { 'x-forwarded-for': address } });
    socket.on('open', () => resolve(socket));
    socket.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode));
  });

it('refuses one connection too many from an address, not from another one behind the same proxy, until one has ended', async () => {
  const first = await Promise.all(Array.from({ length: few }, () => open('203.0.113.7')));
  expect(await open('203.0.113.7')).toBe(400);
  expect(await open('203.0.113.8')).toBeInstanceOf(WebSocket);
  const [one] = first;
  if (one instanceof WebSocket) one.close();
  await until('room for another one', async () => (await open('203.0.113.7')) instanceof WebSocket);
});

/** The server's end of the only connection. */
const onlyConnection = (): Socket['conn'] => {
  const [connection] = Object.values<Socket['conn']>(Reflect.get(io.engine, 'clients'));
  if (connection === undefined) throw new Error('nobody is connected');
  return connection;
};

it('keeps whom it refuses waiting for a second, and reads nothing of them meanwhile', async () => {
  const socket = await open('203.0.113.11');
  if (!(socket instanceof WebSocket)) throw new Error('not connected');
  const connection = onlyConnection();
  const isPaused = () => (Reflect.get(connection.transport, 'socket') as WebSocket).isPaused;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let isOver = false;
  const stalled = doorkeeper.stall(connection).then(() => {
    isOver = true;
  });
  await vi.advanceTimersByTimeAsync(999);
  expect([isOver, isPaused()]).toEqual([false, true]);
  await vi.advanceTimersByTimeAsync(1);
  await stalled;
  expect(isPaused()).toBe(false);
});

it('ends a connection that sends much before it has been let in', async () => {
  const socket = await open('203.0.113.9');
  if (!(socket instanceof WebSocket)) throw new Error('not connected');
  const closed = once(socket, 'close');
  for (let n = 0; n < 20; n += 1) socket.send('3');
  expect((await closed)[0]).toBe(1008);
});

it('ends a connection whose packets cost more than seconds can pay, and lets its person in no more', async () => {
  const socket = await open('203.0.113.10');
  if (!(socket instanceof WebSocket)) throw new Error('not connected');
  expect(doorkeeper.arrive(onlyConnection(), 'ada')).toBeNull();
  const closed = once(socket, 'close');
  // Together, or it would be read more slowly, and never be a flood.
  const stream = Reflect.get(socket, '_socket') as Duplex;
  stream.cork();
  for (let n = 0; n < 50; n += 1) socket.send('3');
  stream.uncork();
  expect((await closed)[0]).toBe(1008);
  expect(peers.arrive('ada')).toBe('abusive');
});
