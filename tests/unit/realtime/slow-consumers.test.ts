import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Server } from 'socket.io';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { until } from '../../../scripts/installation/waiting.ts';
import { watchSlowConsumers } from '../../../server/doors/socketio/slow-consumers.ts';
import type { Io, Socket } from '../../../server/doors/socketio/socket.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';

const packet = 'x'.repeat(8_000);
/** So many are said between two looks at who lags. */
const each = 20;
/** What is held back for one client: a megabyte, and what is said between two looks. */
const bound = 1_000_000 + 2 * each * packet.length;

let io: Io;
let url: string;

beforeEach(async () => {
  // Who lags is looked at when the test says so.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const http = createServer();
  io = new Server(http, { transports: ['websocket'], perMessageDeflate: false });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/socket.io/?EIO=4&transport=websocket`;
});
afterEach(async () => {
  vi.useRealTimers();
  await io.close();
});

const connect = async (): Promise<WebSocket> => {
  const client = new WebSocket(url);
  client.on('message', (data: Buffer) => {
    if (String(data).startsWith('0')) client.send('40');
  });
  await until('the client to be let in', () => io.of('/').sockets.size === 1);
  return client;
};

const queued = (): number =>
  [...io.of('/').sockets.values()]
    .flatMap(({ conn }) => Reflect.get(conn, 'writeBuffer') as { data?: string }[])
    .reduce((sum, { data = '' }) => sum + data.length, 0);

it('holds back no more than a megabyte or so for a client that does not read, and lets it in again when it does', async () => {
  io.on('connection', (socket) => void socket.join('room'));
  const paused: string[] = [];
  const resumed: string[] = [];
  const doors = {
    pause: (socket: Socket) => {
      void socket.leave('room');
      paused.push(socket.id);
    },
    resume: (socket: Socket) => void resumed.push(socket.id),
  };
  const watch = watchSlowConsumers(io, doors, createMetrics());
  const client = await connect();
  client.pause();
  let most = 0;
  const sayMuch = async () => {
    for (let count = 0; count < each; count += 1) io.to('room').emit('messages', packet as never);
    most = Math.max(most, queued());
    // The kernel takes what it can before anybody looks.
    await nextTurn();
    await vi.advanceTimersByTimeAsync(250);
  };
  for (let round = 0; round < 500 && paused.length === 0; round += 1) await sayMuch();
  for (let round = 0; round < 20; round += 1) await sayMuch();
  expect(most, 'bytes that wait for it').toBeLessThan(bound);
  expect([paused.length, resumed.length]).toEqual([1, 0]);
  client.resume();
  await until('it to be let in again', async () => {
    await vi.advanceTimersByTimeAsync(250);
    return resumed.length === 1;
  });
  watch.stop();
  client.terminate();
});
