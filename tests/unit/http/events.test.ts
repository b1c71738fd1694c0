import { expect, it } from 'vitest';
import { limits, type Result } from '../../../protocol/index.ts';
import { answerEvents } from '../../../server/doors/http/events.ts';
import { type Asker, Dispatcher } from '../../../server/engine/events/dispatch.ts';
import type { Handlers } from '../../../server/engine/events/handler.ts';
import { Peers } from '../../../server/engine/events/peers.ts';
import { RateLimits } from '../../../server/engine/events/rate-limits.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { unsaid } from '../../support/unsaid.ts';

const id = '01890000-0000-7000-8000-000000000000';
const ada = { me: { id, name: 'Ada', ...unsaid, role: 'member' }, sessionId: id } as const;

/** One instance at both doors: HTTP, and what a socket's door does. */
const instance = () => {
  let now = 0;
  const peers = new Peers(1, () => now);
  const done = async () => ({ ok: true, data: { people: [], complete: true } });
  const dispatcher = new Dispatcher({
    handlers: { 'people:list': done, 'message:send': done } as unknown as Handlers,
    limits: new RateLimits(1),
    unconfirmed: async () => null,
    metrics: createMetrics(),
    log: createLogger('silent', 'test'),
  });
  const sessions = { byApiToken: async (token: string) => (token === 'swb_ada' ? ada : null) };
  const answer = answerEvents({ dispatcher, sessions, peers });
  const socket: Asker = { ...ada, address: '192.0.2.1', fault: () => {} };
  return {
    ...{ peers, dispatcher, socket },
    pass: (ms: number) => {
      now += ms;
    },
    post: async (event: string, body = '{}') => {
      const response = await answer({
        request: new Request(`http://localhost/api/v1/${event}`, { method: 'POST' }),
        headers: { authorization: 'Bearer swb_ada', 'content-type': 'application/json' },
        body: Buffer.from(body),
        address: '127.0.0.1',
      });
      const result = (await response.json()) as Result<unknown>;
      return { status: response.status, code: result.ok ? 'ok' : result.error.code, headers: response.headers };
    },
  };
};

const message = { conversationId: id, clientId: id, body: 'Hello' };

it('what somebody has sent over sockets is taken from what they may send over HTTP', async () => {
  const { dispatcher, socket, post, peers } = instance();
  const sends = Array.from({ length: 100 }, () => dispatcher.answer('message:send', [message], socket));
  expect((await Promise.all(sends)).every(({ ok }) => ok)).toBe(true);
  const refused = await post('message:send', JSON.stringify(message));
  expect(refused).toMatchObject({ status: 429, code: 'rate_limited' });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await post('people:list')).toMatchObject({ status: 200 });
  peers.stop();
});

it('bytes are paid for before anybody has looked into them, and come back with time', async () => {
  const { post, pass, peers } = instance();
  const long = 'x'.repeat(limits.packetBytes);
  let answer = await post('people:list', long);
  for (let asked = 1; answer.code === 'invalid'; asked += 1) {
    expect(asked).toBeLessThan(50);
    answer = await post('people:list', long);
  }
  expect(answer).toMatchObject({ status: 429, code: 'rate_limited' });
  pass(1_000);
  expect(await post('people:list')).toMatchObject({ status: 200 });
  peers.stop();
});

it('who goes on sending what is not of the contract is kept out at both doors for a while', async () => {
  const { post, pass, peers } = instance();
  let answer = await post('nope');
  for (let asked = 1; answer.code === 'not_found'; asked += 1) {
    expect(asked).toBeLessThan(100);
    answer = await post('nope');
  }
  expect(answer).toMatchObject({ status: 429, code: 'rate_limited' });
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(20);
  expect(await post('people:list')).toMatchObject({ status: 429 });
  expect(peers.arrive(id)).toBe('abusive');
  pass(60_000);
  expect(await post('people:list')).toMatchObject({ status: 200 });
  peers.stop();
});
