import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { metricsReaders } from '../../../server/doors/http/metrics.ts';

const request = (peer: string, headers: Record<string, string>): IncomingMessage => {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: peer });
  return Object.assign(new IncomingMessage(socket), { headers });
};
const host = { host: 'localhost:3000' };
const admits = (token: string | undefined, peer: string, headers: Record<string, string>) =>
  metricsReaders(token).admits?.(request(peer, headers));

it.each([
  ['127.0.0.1', { host: 'localhost:3000' }],
  ['::1', { host: '[::1]:3000' }],
  ['::ffff:127.0.0.1', { host: '127.0.0.1:3000' }],
])('without a token a program on this machine reads the metrics (%s, %o)', (peer, headers) => {
  expect(admits(undefined, peer, headers)).toBe(true);
});

it.each([
  ['from elsewhere', '10.0.0.9', host],
  ['through a proxy that says X-Forwarded-For', '127.0.0.1', { ...host, 'x-forwarded-for': '10.0.0.9' }],
  ['through a proxy that says X-Forwarded-Host', '127.0.0.1', { ...host, 'x-forwarded-host': 'localhost' }],
  ['through a proxy that says Forwarded', '127.0.0.1', { ...host, forwarded: 'for=10.0.0.9' }],
  ['through a proxy that says X-Real-IP', '127.0.0.1', { ...host, 'x-real-ip': '10.0.0.9' }],
  ['through a proxy that says Via', '127.0.0.1', { ...host, via: '1.1 proxy' }],
  ['through a proxy that only keeps the name that was asked for', '127.0.0.1', { host: 'chat.example.com' }],
  ['from a page whose name was pointed at this machine', '127.0.0.1', { host: 'localhost.evil.example:3000' }],
  ['without a name', '127.0.0.1', {}],
])('without a token nobody reads the metrics %s', (_, peer, headers) => {
  expect(admits(undefined, peer, headers)).toBe(false);
});

it('with a token being on this machine is not enough', () => {
  const token = 'a token for metrics';
  expect(admits(token, '127.0.0.1', host)).toBe(false);
  expect(admits(token, '127.0.0.1', { ...host, authorization: 'Bearer a token for metricS' })).toBe(false);
  expect(admits(token, '10.0.0.9', { host: 'any', via: '1.1 proxy', authorization: `Bearer ${token}` })).toBe(true);
});
