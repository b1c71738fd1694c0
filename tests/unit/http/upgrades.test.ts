import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { until } from '../../../scripts/installation/waiting.ts';
import { readConfig } from '../../../server/config.ts';
import { createHttp, type Http } from '../../../server/doors/http/server.ts';
import { createIo } from '../../../server/doors/socketio/server.ts';
import type { Io } from '../../../server/doors/socketio/socket.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { collectLog } from '../../support/log-lines.ts';

const config = readConfig({ INSTANCE_ID: 'upgrades' });
let http: Http;
let io: Io;
let port: number;
const peers: (WebSocket | Socket)[] = [];

beforeEach(async () => {
  http = createHttp({ config, log: collectLog().log, metrics: createMetrics(), isAccepting: () => true });
  io = createIo(config, { allow: (_request, answer) => answer(null, true) }, undefined);
  http.server.listen(0, '127.0.0.1');
  await once(http.server, 'listening');
  ({ port } = http.server.address() as AddressInfo);
});
afterEach(async () => {
  for (const peer of peers.splice(0)) peer instanceof WebSocket ? peer.terminate() : peer.destroy();
  http.upgrades.cut();
  http.server.close();
  http.server.closeAllConnections();
});

const path = '/socket.io/?EIO=4&transport=websocket';
const open = async (): Promise<WebSocket> => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
  peers.push(socket);
  await once(socket, 'open');
  return socket;
};
/** Somebody who opens a socket and then neither reads nor answers. */
const openMute = async (): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1');
  peers.push(socket);
  const offer =
    'connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: MTIzNDU2Nzg5MDEyMzQ1Ng==';
  socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\n${offer}\r\n\r\n`);
  await once(socket, 'data');
  return socket;
};

it('nobody owns an upgrade before sockets are served: it is answered like any other request', async () => {
  const response = await new Promise<{ statusCode?: number | undefined }>((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
    socket.on('unexpected-response', (_request, answer) => resolve(answer));
    socket.on('open', () => reject(new Error('it was taken')));
    socket.on('error', () => {});
  });
  expect(response.statusCode).toBe(426);
});

it('every open socket is known, and forgotten when it has gone, whoever ended it', async () => {
  io.attach(http.sockets);
  const [first, second, third] = await Promise.all([open(), open(), open()]);
  expect(http.upgrades.size).toBe(3);
  first?.close();
  second?.terminate();
  await until('two to be forgotten', () => http.upgrades.size === 1);
  third?.terminate();
  await until('all to be forgotten', () => http.upgrades.size === 0);
});

it('a socket whose other end never says goodbye is cut at a stop', async () => {
  io.attach(http.sockets);
  const mute = await openMute();
  const closed = new Promise<void>((resolve) => http.server.once('close', () => resolve()));
  http.server.close();
  http.server.closeAllConnections();
  await io.close();
  expect(http.upgrades.size, 'which waits for an answer').toBe(1);
  http.upgrades.cut();
  await closed;
  mute.destroy();
});
