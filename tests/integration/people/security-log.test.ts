import { afterAll, expect, it } from 'vitest';
import type { Me } from '../../../protocol/index.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { call, giveRole, makeToken, openWeb, password, signUp, someEmail } from './web.ts';

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

type Line = Record<string, unknown> & { security?: string };

const openLogged = async () => {
  const written: string[] = [];
  const log = createLogger('info', 'test', { write: (line) => void written.push(line) });
  const site = await openWeb(stack, { log });
  const lines = () => written.map((line): Line => JSON.parse(line));
  return { site, written, lines, named: (name: string) => lines().filter(({ security }) => security === name) };
};

it('who got in, who did not, and whose rights changed is one line each, with account and address', async () => {
  const { site, named, written } = await openLogged();
  const ada = await signUp(site, 'Ada');
  const bob = await signUp(site, 'Bob');
  const from = { 'x-forwarded-for': '192.0.2.4' };
  const { cookie } = await call(site, '/sign-in/email', { email: bob.email, password }, from);
  await call(site, '/sign-in/email', { email: bob.email, password: 'my secret typo' }, from);
  await call(site, '/sign-in/email', { email: 'my secret typo@example.com'.replaceAll(' ', ''), password }, from);
  await giveRole(site, { by: ada, to: bob, role: 'admin' });
  await giveRole(site, { by: { id: '01890000-0000-7000-8000-000000000000' }, to: bob, role: 'member' });
  const token = await makeToken(site, bob);
  await site.tokens.revoke({ me: { id: bob.id } as Me, address: '' }, { tokenId: token.id });
  await call(site, '/change-password', { currentPassword: 'wrong one', newPassword: 'another secret' }, { cookie });
  await call(site, '/change-password', { currentPassword: password, newPassword: 'another secret' }, { cookie });
  await call(site, '/revoke-other-sessions', {}, { cookie });
  await call(site, '/sign-out', {}, { cookie });
  expect(named('signed_up')).toMatchObject([
    { userId: ada.id, by: 'first', level: 30 },
    { userId: bob.id, by: 'open' },
  ]);
  expect(named('signed_in')).toMatchObject([{ userId: bob.id, address: '192.0.2.4' }]);
  const [one, two] = named('sign_in_refused');
  expect([one?.address, one?.level, two?.address]).toEqual(['192.0.2.4', 40, '192.0.2.4']);
  expect(one?.account, 'different accounts have different marks').not.toBe(two?.account);
  expect(named('role_changed')).toMatchObject([{ userId: ada.id, of: bob.id, role: 'admin' }]);
  expect(named('account_change_refused')).toMatchObject([{ of: bob.id, outcome: 'forbidden' }]);
  for (const name of [
    'token_made',
    'token_ended',
    'password_refused',
    'password_changed',
    'sessions_ended',
    'signed_out',
  ])
    expect(named(name), name).toMatchObject([{ userId: bob.id }]);
  for (const secret of [password, 'secret', token.value, bob.email, cookie.split('=')[1] ?? '?'])
    expect(written.join('').includes(secret), 'a secret in the log').toBe(false);
});

it('a stranger can make it write only so much', async () => {
  const { site, lines } = await openLogged();
  await signUp(site, 'Ada');
  const before = lines().length;
  for (let n = 0; n < 100; n += 1)
    await call(site, '/sign-in/email', { email: someEmail(), password }, { origin: `https://evil-${n}.example` });
  for (let n = 0; n < 14; n += 1) await call(site, '/sign-in/email', { email: someEmail(), password });
  expect(lines().length - before).toBeLessThanOrEqual(20);
});

it('what better-auth cannot do is logged once, as one line, and answered in the form of the contract', async () => {
  const { site, lines } = await openLogged();
  const { email } = await signUp(site, 'Ada');
  await site.seed.rows('alter table account rename to account_gone');
  const before = lines().length;
  const answer = await call(site, '/sign-in/email', { email, password });
  expect([answer.status, answer.body.error.code]).toEqual([500, 'internal']);
  const said = lines()
    .slice(before)
    .filter(({ level }) => Number(level) >= 50);
  expect(said.map(({ msg }) => msg)).toEqual(['a request failed']);
});
