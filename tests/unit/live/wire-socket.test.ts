import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { Server as SocketServer } from 'socket.io';
import { afterEach, expect, it, vi } from 'vitest';
import { socketWire } from '../../../app/_live/core/wire/socket.ts';
import type { Received, Wire } from '../../../app/_live/core/wire/wire.ts';
import { contractVersion, oldestContract, paths } from '../../../protocol/index.ts';
import { idOf } from './ids.ts';

const portOf = (server: { address(): AddressInfo | string | null }) => (server.address() as AddressInfo).port;

/** A load balancer before one instance that answers and others that hang. */
let balancer: Server;
/** How many of the next connections go to an instance that hangs. */
let hanging = 0;
let arrived = 0;
let io: SocketServer;
let wire: Wire;
const links = new Set<Socket>();
const heard: string[] = [];
const received: Received[] = [];
const reported: string[] = [];

/** @param soon where silence is to be noticed soon; without them a busy machine is never taken for a silent one */
const begin = async (soon: object = {}) => {
  const http = createServer();
  io = new SocketServer(http, { path: paths.socket, transports: ['websocket'], ...soon });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  balancer = createTcpServer((link) => {
    arrived += 1;
    links.add(link.on('error', () => {}));
    if (hanging > 0) {
      hanging -= 1;
      return;
    }
    const instance = connect(portOf(http), '127.0.0.1').on('error', () => {});
    links.add(instance);
    link.pipe(instance).pipe(link);
  }).listen(0, '127.0.0.1');
  await once(balancer, 'listening');
  [hanging, arrived, heard.length, received.length, reported.length] = [0, 0, 0, 0, 0];
  // Longer than the pause before an attempt beside the first: one that is made would be seen.
  wire = socketWire({
    url: `http://127.0.0.1:${portOf(balancer)}`,
    openMs: 2_000,
    report: (error) => reported.push(String(error)),
  })({
    opened: () => heard.push('opened'),
    closed: (code) => heard.push(`closed ${code}`),
    received: (event) => received.push(event),
  });
};
const pings = { pingInterval: 400, pingTimeout: 400 };
afterEach(async () => {
  wire.close();
  for (const link of links) link.destroy();
  links.clear();
  balancer.close();
  await io.close();
});

const toHear = (wanted: string[]) => vi.waitFor(() => expect(heard).toEqual(wanted), { timeout: 15_000 });

it('after a silence an instance that hangs is not waited for: the next attempt is made beside it, and taken', async () => {
  await begin(pings);
  wire.open();
  await toHear(['opened']);
  for (const link of links) link.unpipe();
  await toHear(['opened', 'closed null']);
  hanging = 1;
  wire.open();
  await toHear(['opened', 'closed null', 'opened']);
  expect(arrived).toBe(3);
  await vi.waitFor(() => expect(io.of('/').sockets.size).toBe(1), { timeout: 15_000 });
});

it('a server that ends the connection, or that is not there, is tried once at a time', async () => {
  await begin();
  wire.open();
  await toHear(['opened']);
  io.disconnectSockets(true);
  await toHear(['opened', 'closed null']);
  hanging = 1;
  wire.open();
  await toHear(['opened', 'closed null', 'closed null']);
  expect(arrived).toBe(2);
});

it('a refusal is final, whatever else is under way', async () => {
  await begin(pings);
  wire.open();
  await toHear(['opened']);
  for (const link of links) link.unpipe();
  await toHear(['opened', 'closed null']);
  io.use((_socket, next) => next(Object.assign(new Error('no'), { data: { code: 'unauthenticated' } })));
  hanging = 1;
  wire.open();
  await toHear(['opened', 'closed null', 'closed unauthenticated']);
  expect(arrived).toBe(3);
});

it('a newer instance may say more: what this page does not know is left out, and unknown events are counted', async () => {
  await begin();
  wire.open();
  await toHear(['opened']);
  for (let n = 0; n < 10; n += 1) io.emit('cluster:moved', { to: 'there' });
  io.emit('head', { conversationId: idOf(4, 1), version: 7, epoch: 'of a later version' });
  await vi.waitFor(() => expect(received).toHaveLength(1), { timeout: 15_000 });
  expect(received).toEqual([{ name: 'head', payload: { conversationId: idOf(4, 1), version: 7 } }]);
  expect(reported).toEqual([
    'Error: cluster:moved: no event of this contract (1 so far)',
    'Error: cluster:moved: no event of this contract (10 so far)',
  ]);
});

it('says in the handshake which contract the page has', async () => {
  await begin();
  const said: unknown[] = [];
  io.on('connection', (socket) => said.push(socket.handshake.auth));
  wire.open();
  await vi.waitFor(() => expect(said).toEqual([{ contract: contractVersion, oldest: oldestContract }]), {
    timeout: 15_000,
  });
});
