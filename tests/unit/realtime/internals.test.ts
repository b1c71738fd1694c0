import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Duplex } from 'node:stream';
import { createAdapter } from '@socket.io/redis-adapter';
import { Server, type Socket } from 'socket.io';
import { type Socket as Client, io as connect } from 'socket.io-client';
import { Decoder, PacketType } from 'socket.io-parser';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { EncodedJson, JsonEncoder } from '../../../server/doors/socketio/internals/encoder.ts';
import { waitingPackets } from '../../../server/doors/socketio/internals/waiting-packets.ts';
import { webSocketOf } from '../../../server/doors/socketio/internals/web-socket-of.ts';
import type { Socket as OwnSocket } from '../../../server/doors/socketio/socket.ts';

// What server/doors/socketio/internals/ relies on and no library promises. Whoever upgrades socket.io, engine.io, ws, the
// Redis adapter or Node.js, and finds one of these failing, mends the file it names before anything else.

let io: Server;
let client: Client;
let socket: Socket;
let upgradeListeners: (string | symbol)[];

beforeEach(async () => {
  const http = createServer();
  http.on('upgrade', (_request, stream: Duplex) => {
    upgradeListeners = stream.eventNames();
  });
  io = new Server(http, { transports: ['websocket'] });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const connection = new Promise<Socket>((resolve) => io.on('connection', resolve));
  client = connect(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, { transports: ['websocket'] });
  socket = await connection;
});

afterEach(async () => {
  client.close();
  await io.close();
});

it('web-socket-of: a transport keeps its WebSocket as `socket`, which can be paused, resumed and closed', () => {
  const webSocket = webSocketOf(socket.conn);
  expect(webSocket).toBeInstanceOf(WebSocket);
  webSocket?.pause();
  expect(webSocket?.isPaused).toBe(true);
  webSocket?.resume();
  expect(webSocket?.isPaused).toBe(false);
});

it('gather-writes: ws keeps the stream as `_socket`, and a transport writes again when it is told that it is ready', async () => {
  const stream: unknown = Reflect.get(webSocketOf(socket.conn) ?? {}, '_socket');
  expect(stream).toBeInstanceOf(Duplex);
  const { transport } = socket.conn;
  transport.writable = false;
  socket.emit('word', 'held');
  expect(waitingPackets(socket as unknown as OwnSocket)).toHaveLength(1);
  const arrived = once(client as unknown as EventEmitter, 'word');
  transport.writable = true;
  transport.emit('ready');
  expect(await arrived).toEqual(['held']);
});

it('waiting-packets: what cannot be written yet waits in `writeBuffer`, as packets with their text', () => {
  socket.conn.transport.writable = false;
  for (const word of ['one', 'two']) socket.emit('word', word);
  expect(waitingPackets(socket as unknown as OwnSocket).map(({ data }) => data)).toEqual([
    '2["word","one"]',
    '2["word","two"]',
  ]);
  socket.conn.transport.writable = true;
  socket.conn.transport.emit('ready');
});

it('drop-unused: a connection has its request, a socket its handshake and its questions, under these names', () => {
  expect(socket.conn.request.headers).toBeDefined();
  expect(socket.conn.transport.listenerCount('headers')).toBe(1);
  expect(socket.handshake.headers).toBeDefined();
  expect(Reflect.get(socket, 'acks')).toBeInstanceOf(Map);
});

it('web-sockets: Node hands a stream over with its own listeners only, of which those for `close` may go', () => {
  expect(upgradeListeners.filter((name) => !['close', 'end', 'error', 'timeout'].includes(String(name)))).toEqual([]);
});

it('encoder: packets are numbered as the protocol says, and encoded text is read as the value it stands for', () => {
  expect([PacketType.CONNECT, PacketType.EVENT, PacketType.ACK]).toEqual([0, 2, 3]);
  const decoder = new Decoder();
  const decoded: unknown[] = [];
  decoder.on('decoded', (packet: { data?: unknown }) => decoded.push(packet.data));
  const data = ['messages', new EncodedJson('{"after":1,"text":"“\\u2028”"}')];
  for (const text of new JsonEncoder().encode({ type: PacketType.EVENT, nsp: '/', data })) decoder.add(text);
  expect(decoded).toEqual([['messages', { after: 1, text: '“\u2028”' }]]);
});

it('guarded-redis: the adapter hears broadcasts by one event of the connection, and requests by another', () => {
  const redis = () =>
    Object.assign(new EventEmitter(), { psubscribe: async () => 1, subscribe: async () => 1, publish: async () => 1 });
  const [publisher, subscriber] = [redis(), redis()];
  io.adapter(createAdapter(publisher, subscriber, { key: 'prefix:sockets' }));
  expect(
    subscriber
      .eventNames()
      .filter((name) => /message/i.test(String(name)))
      .sort(),
  ).toEqual(['messageBuffer', 'pmessageBuffer']);
  expect(publisher.eventNames().filter((name) => /message/i.test(String(name)))).toEqual([]);
});
