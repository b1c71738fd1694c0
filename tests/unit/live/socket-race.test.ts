import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { io } from 'socket.io-client';
import { afterEach, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { raceToOpen } from '../../../app/_live/core/wire/race.ts';

let server: WebSocketServer;
let giveUp: () => void = () => {};

afterEach(() => {
  giveUp();
  server.close();
});

const opening = '0{"sid":"x","upgrades":[],"pingInterval":10000,"pingTimeout":10000,"maxPayload":100000}';

it('is lost when the connection is cut after it stood and before anybody was let in', async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (socket) => {
    socket.send(opening);
    // Asked to be let in.
    socket.on('message', () => socket.terminate());
  });
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const outcome = await new Promise((resolve) => {
    giveUp = raceToOpen(
      {
        make: () => io(url, { transports: ['websocket'], reconnection: false, autoConnect: false, forceNew: true }),
        attempts: 1,
        won: () => resolve('won'),
        lost: () => resolve('lost'),
      },
      () => false,
    );
  });
  expect(outcome).toBe('lost');
});
