import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { CentrifugoConnection } from '../../bench/driver/centrifugo-connection.ts';

let server: WebSocketServer;

beforeEach(async () => {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0, path: '/connection/websocket' });
  await once(server, 'listening');
});

afterEach(() => {
  for (const client of server.clients) client.terminate();
  server.close();
});

/** A server's end that is asked one command after the other, and a client that has connected to it. */
const connected = async () => {
  const events: string[] = [];
  const joined = Promise.withResolvers<void>();
  const accepted = once(server, 'connection');
  const connection = new CentrifugoConnection(
    { host: '127.0.0.1', port: (server.address() as AddressInfo).port, headers: {} },
    {
      connected: () => joined.resolve(),
      event: (bytes, start, end) => events.push(bytes.toString('utf8', start, end)),
      closed: (reason) => joined.reject(new Error(reason)),
    },
  );
  const [socket] = (await accepted) as [WebSocket];
  const command = async () => JSON.parse(String((await once(socket, 'message'))[0])) as object;
  expect(await command()).toEqual({ id: 1, connect: {} });
  return { connection, socket, command, events, joined: joined.promise };
};

const push = (n: number) => `{"push":{"channel":"c","pub":{"data":{},"offset":${n}}}}`;

it('hears each push of a frame of several lines, in order', async () => {
  const { socket, events, joined } = await connected();
  socket.send(`{"id":1,"connect":{}}\n${push(1)}\n${push(2)}`);
  await joined;
  expect(events).toEqual([push(1), push(2)]);
});

it('gives each answer to who asked for it', async () => {
  const { connection, socket, command, joined } = await connected();
  socket.send('{"id":1,"connect":{}}');
  await joined;
  const answers = ['first', 'second'].map((name) => {
    const answer = new Promise<string>((resolve) => connection.request('publish', `{"channel":"${name}"}`, resolve));
    return answer;
  });
  expect(await command()).toEqual({ id: 2, publish: { channel: 'first' } });
  socket.send('{"id":3,"error":{"code":103}}\n{"id":2,"publish":{}}');
  expect(await Promise.all(answers)).toEqual(['{"id":2,"publish":{}}', '{"id":3,"error":{"code":103}}']);
});

it('answers a ping, which the server ends a silent connection by', async () => {
  const { socket, command, joined } = await connected();
  socket.send('{"id":1,"connect":{}}');
  await joined;
  socket.send('{}');
  expect(await command()).toEqual({});
});

it('is refused with the reason', async () => {
  const { socket, joined } = await connected();
  socket.send('{"id":1,"error":{"code":101,"message":"unauthorized"}}');
  await expect(joined).rejects.toThrow('unauthorized');
});
