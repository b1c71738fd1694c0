import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { failure, success } from '../../../protocol/index.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { Bodies, type Body } from '../../../server/doors/http/bodies.ts';
import { respond } from '../../../server/doors/http/respond.ts';

const bounds = { all: 3_000, perAddress: 2_000 };
let bodies: Bodies;
/** What was read and not yet given back, in order. */
let held: Body[];
const stack = { close: async () => {} };
let port: number;

beforeEach(async () => {
  bodies = new Bodies(bounds);
  held = [];
  const server = createServer();
  const take = async (incoming: Parameters<typeof respond>[0], response: Parameters<typeof respond>[1]) => {
    const address = String(incoming.headers['x-address'] ?? 'somebody');
    const body = await bodies
      .read(incoming, response, { bound: 1_000, address })
      .catch((): ReturnType<typeof failure> => failure('internal', 'gone'));
    if (body.ok) held.push(body.data);
    respond(incoming, response, body.ok ? success(body.data.bytes.length) : body);
  };
  for (const event of ['request', 'checkContinue']) server.on(event, take);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
  stack.close = async () => {
    server.close();
    server.closeAllConnections();
  };
});
afterEach(() => stack.close());

const open = (headers: Record<string, string | number> = {}) => {
  const outgoing = request({ port, host: '127.0.0.1', method: 'POST', headers });
  const answer = new Promise<unknown>((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      const { ok, data, error } = JSON.parse(Buffer.concat(chunks).toString());
      resolve(ok ? data : error.code);
    });
  });
  answer.catch(() => {});
  return { outgoing, answer };
};
const send = (bytes: number, headers: Record<string, string | number> = {}) => {
  const { outgoing, answer } = open({ 'content-length': bytes, ...headers });
  outgoing.end(Buffer.alloc(bytes));
  return answer;
};

it('a body up to the bound is read whole', async () => {
  expect([await send(1_000), await send(0), held.map(({ bytes }) => bytes.length)]).toEqual([1_000, 0, [1_000, 0]]);
});

it('a longer body is refused, announced or not', async () => {
  expect(await send(1_001)).toBe('too_large');
  const { outgoing, answer } = open({ 'transfer-encoding': 'chunked' });
  outgoing.write(Buffer.alloc(600));
  outgoing.write(Buffer.alloc(600));
  expect(await answer).toBe('too_large');
  outgoing.destroy();
  expect(bodies.held).toBe(0);
});

it('who asks before sending is told to go on, or the refusal, and has not sent a byte of it', async () => {
  const large = open({ 'content-length': 1_001, expect: '100-continue' });
  large.outgoing.flushHeaders();
  expect(await large.answer).toBe('too_large');
  const small = open({ 'content-length': 10, expect: '100-continue' });
  small.outgoing.flushHeaders();
  await once(small.outgoing, 'continue');
  small.outgoing.end(Buffer.alloc(10));
  expect(await small.answer).toBe(10);
});

it('one address can hold a part of the memory, all together the whole, until they are answered', async () => {
  expect([await send(1_000), await send(1_000), await send(1_000)]).toEqual([1_000, 1_000, 'unavailable']);
  expect(await send(900, { 'x-address': 'another' }), 'from another address').toBe(900);
  expect(await send(900, { 'x-address': 'a third' }), 'beyond what is there for all').toBe('unavailable');
  for (const body of held.splice(0)) body.release();
  expect(bodies.held).toBe(0);
  expect(await send(1_000)).toBe(1_000);
});

it('what somebody sent who has gone is given back', async () => {
  const { outgoing } = open({ 'content-length': 1_000 });
  outgoing.write(Buffer.alloc(500));
  await until('the first half to be there', () => bodies.held === 500);
  outgoing.destroy();
  await until('it to be given back', () => bodies.held === 0);
});
