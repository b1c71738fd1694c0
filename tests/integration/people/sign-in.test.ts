import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageOfHeader } from '../../../protocol/index.ts';
import { type Instance, startInstance } from '../../../scripts/installation/instances.ts';
import { type Redis, startRedis } from '../../../scripts/installation/redis.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { connectClient, refusalOf } from '../../support/live-client.ts';
import { authSecret, call, makeToken, openWeb, password, roles, signUp, someEmail, type Web } from './web.ts';

const revocation = 5_000;

const stack = new AsyncDisposableStack();
let web: Web;
let redis: Redis;
let live: Instance;

beforeAll(async () => {
  web = await openWeb(stack);
  redis = await startRedis();
  stack.defer(() => redis.stop());
  const env = { AUTH_SECRET: authSecret, RATE_LIMIT_FACTOR: '0' };
  live = await startInstance(
    { databaseUrl: web.seed.databaseUrl, redisUrl: redis.url },
    { id: 'live', roles: 'live', env },
  );
  stack.defer(() => live.stop());
});

afterAll(async () => {
  await stack.disposeAsync();
});

describe('the page of one person, when another tab has signed in somebody else', () => {
  it('is refused with every request about the account, which then changes nothing', async () => {
    const [ada, bob] = [await signUp(web, 'Ada'), await signUp(web, 'Bob')];
    const asBob = { cookie: bob.cookie, [pageOfHeader]: ada.body.user.id };
    const requests = [
      ['/update-user', { name: 'Renamed' }],
      ['/sign-out', {}],
      ['/revoke-other-sessions', {}],
    ] as const;
    for (const [path, body] of requests) {
      const answer = await call(web, path, body, asBob);
      expect([answer.status, answer.body.code, answer.attributes], path).toEqual([409, 'OTHER_PERSON', []]);
    }
    expect(await refusalOf(live.url, { cookie: bob.cookie, me: bob.body.user.id })).toBe('connected');
    expect(
      (await call(web, '/update-user', { name: 'Bo' }, { ...asBob, [pageOfHeader]: bob.body.user.id })).status,
    ).toBe(200);
    const names = await web.seed.rows<{ name: string }>(
      'select name from "user" where id = any ($1::uuid[]) order by name',
      [[ada.body.user.id, bob.body.user.id]],
    );
    expect(names.map(({ name }) => name)).toEqual(['Ada', 'Bo']);
  });
});

describe('signing up', () => {
  it.each([
    ['an empty name', 'name', { name: '   ' }, 'INVALID_NAME'],
    ['a name with NUL', 'name', { name: 'a\u0000b' }, 'INVALID_NAME'],
    ['a name of 81 characters', 'name', { name: 'x'.repeat(81) }, 'INVALID_NAME'],
    ['a name that is an operator of the database library', 'name', { name: { set: 'y' } }, 'INVALID_NAME'],
    ['a short password', 'password', { password: 'seven77' }, 'PASSWORD_TOO_SHORT'],
    ['a password of 129 characters', 'password', { password: 'Ab1'.repeat(43) }, 'PASSWORD_TOO_LONG'],
    ['a password that everybody tries first', 'password', { password: 'Password1' }, 'PASSWORD_COMMON'],
    ['eight blanks as password', 'password', { password: ' '.repeat(8) }, 'PASSWORD_REPEATED'],
    ['one character over and over', 'password', { password: 'aaaaaaaaaaaa' }, 'PASSWORD_REPEATED'],
    [
      'the own e-mail address as password',
      'password',
      { email: 'a@b.example', password: 'A@b.example' },
      'PASSWORD_PERSONAL',
    ],
    ['the own name as password', 'password', { name: 'Ada Lovelace', password: 'ada lovelace' }, 'PASSWORD_PERSONAL'],
    ['no e-mail address', 'email', { email: 'nobody' }, 'INVALID_EMAIL'],
    ['a picture', 'image', { image: 'https://tracker.example/pixel.gif' }, 'INVALID_BODY'],
    ['a role', 'role', { role: 'admin' }, 'INVALID_BODY'],
  ])('with %s is refused, naming the field, and makes no account', async (_, field, over, code) => {
    const before = await roles(web);
    const answer = await call(web, '/sign-up/email', { name: 'Ada', email: someEmail(), password, ...over });
    expect([answer.body.ok, answer.body.code]).toEqual([false, code]);
    expect([400, 413]).toContain(answer.status);
    expect(answer.body.error.message).toContain(field);
    expect(await roles(web)).toEqual(before);
  });

  it('keeps no password, and sets a cookie that scripts cannot read', async () => {
    const { attributes } = await signUp(web, 'Careful');
    expect(attributes.join()).toMatch(/HttpOnly/);
    expect(attributes.join()).toMatch(/SameSite=Lax/);
    const kept = await web.seed.rows<{ password: string }>('select password from account');
    expect(kept.filter((account) => account.password.includes(password))).toEqual([]);
  });
});

describe('a session', () => {
  it('made by signing in opens sockets, and signing out ends them within 5 s', async () => {
    const { email } = await signUp(web, 'Ada');
    const { cookie } = await call(web, '/sign-in/email', { email, password });
    const client = await connectClient(live.url, { cookie });
    expect((await client.get('sync', {})).me.name).toBe('Ada');
    expect((await call(web, '/sign-out', {}, { cookie })).status).toBe(200);
    await until('the socket to be ended', () => !client.socket.connected, revocation);
    expect(client.all('notice')).toContainEqual({ kind: 'signed_out' });
    expect(await refusalOf(live.url, { cookie })).toBe('unauthenticated');
  });

  it('can be revoked from another one, which goes on', async () => {
    const { email, cookie: own } = await signUp(web, 'Bob');
    const { cookie: stolen } = await call(web, '/sign-in/email', { email, password });
    const [keeps, loses] = await Promise.all([own, stolen].map((cookie) => connectClient(live.url, { cookie })));
    expect((await call(web, '/revoke-other-sessions', {}, { cookie: own })).status).toBe(200);
    await until('the other socket to be ended', () => loses?.socket.connected === false, revocation);
    expect(keeps?.socket.connected).toBe(true);
    keeps?.close();
  });

  it('is not made by a wrong password, nor from a foreign page', async () => {
    const { email, cookie } = await signUp(web, 'Carl');
    expect((await call(web, '/sign-in/email', { email, password: `${password}!` })).status).toBe(401);
    const foreign = { origin: 'https://evil.example', cookie };
    expect((await call(web, '/sign-in/email', { email, password }, foreign)).status).toBe(403);
    expect((await call(web, '/sign-out', {}, foreign)).status).toBe(403);
    expect(await refusalOf(live.url, { cookie }), 'the session after a foreign sign-out').toBe('connected');
  });
});

describe('an API token', () => {
  it('made by its owner opens sockets for a bot, until it is revoked', async () => {
    const dora = await signUp(web, 'Dora');
    const { id: tokenId, value: token } = await makeToken(web, dora);
    const kept = await web.seed.rows<{ key: string }>('select key from apikey where id = $1', [tokenId]);
    expect(kept[0]?.key, 'the token itself is not kept').not.toContain(token);
    const bot = await connectClient(live.url, { token });
    expect((await bot.get('sync', {})).me.name).toBe('Dora');
    const revoked = await web.tokens.revoke({ me: (await bot.get('sync', {})).me, address: '' }, { tokenId });
    expect(revoked).toEqual({ ok: true, data: { tokenId } });
    await until('the bot’s socket to be ended', () => !bot.socket.connected, revocation);
    expect(await refusalOf(live.url, { token })).toBe('unauthenticated');
  });
});
