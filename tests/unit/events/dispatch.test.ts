import { describe, expect, it } from 'vitest';
import {
  accesses,
  type ClientEventName,
  clientEvents,
  failureWith,
  hasAccess,
  type Me,
  Role,
} from '../../../protocol/index.ts';
import { Dispatcher, type Unconfirmed } from '../../../server/engine/events/dispatch.ts';
import type { Caller, Handlers } from '../../../server/engine/events/handler.ts';
import { RateLimits } from '../../../server/engine/events/rate-limits.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { payloads, type Things } from '../../support/examples.ts';
import { unsaid } from '../../support/unsaid.ts';

const events = Object.keys(clientEvents) as ClientEventName[];
const id = '01890000-0000-7000-8000-000000000000';
/** Nothing of it exists: handlers here do nothing. */
const things = new Proxy({} as Things, { get: (_, name) => (name === 'sourceKey' ? 'desk' : id), ownKeys: () => [] });
const done = { ok: true, data: 'done' } as const;

/** A door without a connection, as HTTP is one, and what it saw. */
const door = (
  role: Role = 'admin',
  connection?: Caller['connection'],
  unconfirmed: Unconfirmed = async () => null,
  factor = 1,
) => {
  const asked: string[] = [];
  let faults = 0;
  const me: Me = { id, name: 'Ada', ...unsaid, role };
  const handlers = Object.fromEntries(
    events.map((event) => [
      event,
      async () => {
        asked.push(event);
        return done;
      },
    ]),
  ) as unknown as Handlers;
  const log = createLogger('silent', 'test');
  const dispatcher = new Dispatcher({
    handlers,
    limits: new RateLimits(factor),
    unconfirmed,
    metrics: createMetrics(),
    log,
  });
  const fault = () => {
    faults += 1;
  };
  const asker = { me, sessionId: id, address: '192.0.2.1', connection, fault };
  return {
    asked,
    faults: () => faults,
    ask: (event: string, ...payloads: unknown[]) => dispatcher.answer(event, payloads, asker),
  };
};

describe('whoever asks an event of the contract', () => {
  it.each(events)('%s, gets it when their role may, and else is refused and counted', async (event) => {
    for (const role of Role.options) {
      const connection = {} as Caller['connection'];
      const { ask, asked, faults } = door(role, connection);
      const answer = await ask(event, payloads[event](things));
      const { access } = clientEvents[event];
      const may = hasAccess(access, role);
      const { refusal: message } = accesses[access];
      expect(answer).toEqual(may ? done : { ok: false, error: { code: 'forbidden', message } });
      expect([asked, faults()]).toEqual(may ? [[event], 0] : [[], 1]);
    }
  });

  it('is refused what is dear as long as they have not confirmed that it is them, and nothing else', async () => {
    const refusal = failureWith({ confirm: ['password'] }, 'forbidden', 'confirm');
    // More of them than one may ask within a moment.
    const { ask, asked } = door('admin', {} as Caller['connection'], async () => refusal, 10);
    for (const event of events) {
      const { dear } = clientEvents[event];
      expect(await ask(event, payloads[event](things)), event).toEqual(dear ? refusal : done);
    }
    expect(asked).toEqual(events.filter((event) => !clientEvents[event].dear));
  });

  it('without a connection, is refused what is about one, and told why', async () => {
    const { ask, asked, faults } = door(undefined, undefined, undefined, 10);
    for (const event of events) await ask(event, payloads[event](things));
    const refused = events.filter((event) => !asked.includes(event));
    expect(refused).toEqual(['typing', 'presence:watch', 'presence:activity', 'ticket:look']);
    expect(faults()).toBe(refused.length);
    expect(await ask('typing', payloads.typing(things))).toMatchObject({
      error: { code: 'invalid', message: expect.stringMatching(/^typing: .*Socket\.IO/) },
    });
  });

  it('spends what the event takes of its budget, by what the payload holds', async () => {
    const { ask } = door();
    const memberIds = Array.from({ length: 100 }, () => id);
    const invite = () => ask('conversation:invite', { conversationId: id, memberIds });
    expect([await invite(), await invite()]).toEqual([done, done]);
    expect(await invite()).toMatchObject({ error: { code: 'rate_limited' } });
    expect(await ask('people:list', {})).toEqual(done);
  });
});

describe('whoever asks something else', () => {
  it.each(['nope', '', '__proto__', 'constructor', 'toString', 'messages'])(
    'named "%s" learns that there is none',
    async (name) => {
      const { ask, faults } = door();
      expect(await ask(name, {})).toEqual({ ok: false, error: { code: 'invalid', message: 'unknown event' } });
      expect(faults()).toBe(1);
    },
  );
});
