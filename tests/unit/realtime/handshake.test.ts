import { expect, it, vi } from 'vitest';
import { createHandshake } from '../../../server/doors/socketio/handshake.ts';
import type { Socket } from '../../../server/doors/socketio/socket.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { unsaid } from '../../support/unsaid.ts';

vi.mock(import('../../../protocol/version.ts'), async (original) => ({
  ...(await original()),
  contractVersion: 7,
  oldestContract: 4,
}));

type Options = Parameters<typeof createHandshake>[0];

const me = { id: 'ada', name: 'Ada', ...unsaid, role: 'member' } as const;
const socket = { handshake: { headers: {}, auth: { token: 'ada' } }, data: {}, conn: {} } as unknown as Socket;

it('answers whom the doorkeeper refuses only when they have waited, and asks the database nothing more for them', async () => {
  const wait = Promise.withResolvers<void>();
  const stall = vi.fn(() => wait.promise);
  const of = vi.fn<Options['memberships']['of']>();
  const handshake = createHandshake({
    sessions: { byApiToken: async () => ({ me, sessionId: 'session' }), byCookie: async () => null },
    memberships: { of },
    now: () => 0,
    doorkeeper: { addressOf: () => '192.0.2.1', arrive: () => 'abusive', stall },
    allowedOrigins: new Set(),
    log: createLogger('silent', 'test'),
  });
  const answers: unknown[] = [];
  const answered = new Promise<void>((resolve) => {
    handshake(socket, (refusal) => {
      answers.push(refusal?.data.code);
      resolve();
    });
  });
  await vi.waitFor(() => expect(stall).toHaveBeenCalledExactlyOnceWith(socket.conn));
  expect(answers).toEqual([]);
  wait.resolve();
  await answered;
  expect(answers).toEqual(['abusive']);
  expect(of).not.toHaveBeenCalled();
});

it.each([
  { says: 'nothing, as a bot may', auth: {}, refusal: undefined },
  { says: 'the oldest contract that is spoken here', auth: { contract: 4, oldest: 3 }, refusal: undefined },
  {
    says: 'a newer one, of a page that can speak to older instances',
    auth: { contract: 9, oldest: 7 },
    refusal: undefined,
  },
  { says: 'one that is spoken here no more', auth: { contract: 3, oldest: 1 }, refusal: 'too_old' },
  { says: 'one of a page that cannot speak to this instance', auth: { contract: 9, oldest: 8 }, refusal: 'too_new' },
])('a client that says $says: $refusal', async ({ auth, refusal }) => {
  const byApiToken = vi.fn<Options['sessions']['byApiToken']>(async () => ({ me, sessionId: 'session' }));
  const handshake = createHandshake({
    sessions: { byApiToken, byCookie: async () => null },
    memberships: { of: async () => new Map() },
    now: () => 0,
    doorkeeper: { addressOf: () => '192.0.2.1', arrive: () => null, stall: async () => {} },
    allowedOrigins: new Set(),
    log: createLogger('silent', 'test'),
  });
  const asking = {
    ...socket,
    handshake: { headers: {}, auth: { token: 'ada', ...auth } },
    data: {},
  } as unknown as Socket;
  const answer = await new Promise<string | undefined>((resolve) => {
    handshake(asking, (refused) => resolve(refused?.data.code));
  });
  expect(answer).toBe(refusal);
  expect(byApiToken).toHaveBeenCalledTimes(refusal ? 0 : 1);
});
