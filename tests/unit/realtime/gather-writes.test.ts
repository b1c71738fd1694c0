import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, Socket as Stream } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { type Socket as Client, io as connect } from 'socket.io-client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { gatherWrites } from '../../../server/doors/socketio/internals/gather-writes.ts';
import type { Socket as OwnSocket } from '../../../server/doors/socketio/socket.ts';

let io: Server;
let url: string;
let client: Client;
let socket: Socket;

beforeEach(async () => {
  const http = createServer();
  io = new Server(http, { transports: ['websocket'] });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const connection = new Promise<Socket>((resolve) => io.on('connection', resolve));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  client = connect(url, { transports: ['websocket'] });
  socket = await connection;
});

afterEach(async () => {
  vi.restoreAllMocks();
  client.close();
  await io.close();
});

/** Emits these, and waits until all have arrived. @returns what arrived */
const arrivalsOf = async (numbers: number[]): Promise<number[]> => {
  const arrived: number[] = [];
  const all = new Promise<void>((resolve) => {
    client.on('number', (number: number) => {
      arrived.push(number);
      if (arrived.length === numbers.length) resolve();
    });
  });
  gatherWrites(socket as unknown as OwnSocket);
  for (const number of numbers) socket.emit('number', number);
  await all;
  client.off('number');
  return arrived;
};

it('what a connection sends in one turn leaves in one write, whole and in order', async () => {
  const writes = vi.spyOn(Stream.prototype, '_writev' as never);
  const numbers = Array.from({ length: 20 }, (_, n) => n);
  expect(await arrivalsOf(numbers)).toEqual(numbers);
  expect(writes, 'system calls for twenty packets').toHaveBeenCalledTimes(1);
});

it('the next turn is written by itself, and in one write again', async () => {
  const writes = vi.spyOn(Stream.prototype, '_writev' as never);
  expect(await arrivalsOf([1, 2])).toEqual([1, 2]);
  expect(await arrivalsOf([3, 4])).toEqual([3, 4]);
  expect(writes).toHaveBeenCalledTimes(2);
});

it('a connection that is closed in the same turn does not keep the others from what they are sent', async () => {
  const second = new Promise<Socket>((resolve) => io.once('connection', resolve));
  const other = connect(url, { transports: ['websocket'], forceNew: true });
  const gone = await second;
  gatherWrites(gone as unknown as OwnSocket);
  gone.emit('number', 1);
  gone.conn.close(true);
  expect(await arrivalsOf([1, 2])).toEqual([1, 2]);
  other.close();
});
