import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paths } from '../../../protocol/index.ts';
import { readConfig } from '../../../server/config.ts';
import { listen } from '../../../server/http/listen.ts';
import { createHttp } from '../../../server/http/server.ts';
import { signInRoute } from '../../../server/http/sign-in.ts';
import { createLogger } from '../../../server/ops/log.ts';
import { openSignIn } from '../../../server/people/sign-in.ts';
import { openDatabase } from '../../../server/store/database.ts';
import { type Instance, startInstance } from '../../support/instances.ts';
import { connectClient, refusalOf } from '../../support/live-client.ts';
import { freePort } from '../../support/ports.ts';
import { type Redis, startRedis } from '../../support/redis.ts';
import { type Seed, seedDatabase } from '../../support/seed.ts';
import { until } from '../../support/waiting.ts';

const authSecret = randomBytes(32).toString('hex');
const silent = createLogger('silent', 'test');
const revocation = 5_000;

/** The sign-in routes of a `web` instance, on a database of its own. */
type Web = { url: string; seed: Seed };

const stack = new AsyncDisposableStack();
let web: Web;
let redis: Redis;
let live: Instance;

const openWeb = async (rateLimitFactor = '0'): Promise<Web> => {
  const seed = await seedDatabase();
  stack.defer(() => seed.close());
  const database = openDatabase(seed.databaseUrl, silent);
  stack.defer(() => database.close());
  const port = await freePort();
  const environment = { DATABASE_URL: seed.databaseUrl, AUTH_SECRET: authSecret, PORT: String(port) };
  const config = readConfig({ ...environment, RATE_LIMIT_FACTOR: rateLimitFactor });
  const { auth } = openSignIn({ config, database, log: silent, authSecret });
  const routes = { [`${paths.auth}/`]: signInRoute(auth, () => {}) };
  const http = createHttp({ routes, instance: 'web', log: silent, isAccepting: () => true });
  await listen(http, config, stack);
  return { url: `http://127.0.0.1:${port}`, seed };
};

beforeAll(async () => {
  web = await openWeb();
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

const password = 'correct horse battery staple';

const call = async (site: Web, path: string, body: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(`${site.url}${paths.auth}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: site.url, ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const cookie = response.headers
    .getSetCookie()
    .map((value) => value.split(';')[0])
    .join('; ');
  return {
    status: response.status,
    cookie,
    attributes: response.headers.getSetCookie(),
    body: text === '' ? null : JSON.parse(text),
  };
};

const signUp = async (site: Web, name: string) => {
  const email = `${randomUUID()}@example.com`;
  const answer = await call(site, '/sign-up/email', { name, email, password });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return { ...answer, email };
};

const roles = async ({ seed }: Web) =>
  (await seed.rows<{ name: string; role: string }>('select name, role from "user" order by name')).map(
    ({ name, role }) => [name, role],
  );

describe('signing up', () => {
  it('makes the first account the admin, and the others members', async () => {
    const site = await openWeb();
    for (const name of ['Ada', 'Bob', 'Carl']) await signUp(site, name);
    expect(await roles(site)).toEqual([
      ['Ada', 'admin'],
      ['Bob', 'member'],
      ['Carl', 'member'],
    ]);
  });

  it('of several people at the same first moment makes one admin', async () => {
    const site = await openWeb();
    await Promise.all(['Ada', 'Bob', 'Carl', 'Dora'].map((name) => signUp(site, name)));
    expect((await roles(site)).filter(([, role]) => role === 'admin')).toHaveLength(1);
  });

  it('as an admin by asking for it is not possible', async () => {
    await signUp(web, 'First');
    const email = `${randomUUID()}@example.com`;
    await call(web, '/sign-up/email', { name: 'Mallory', email, password, role: 'admin' });
    const [found] = await web.seed.rows<{ role: string }>('select role from "user" where email = $1', [email]);
    expect(found?.role ?? 'refused').not.toBe('admin');
  });

  it.each([
    ['an empty name', { name: '   ' }],
    ['a name with NUL', { name: 'a\u0000b' }],
    ['a name of 81 characters', { name: 'x'.repeat(81) }],
    ['a short password', { password: 'seven77' }],
    ['no e-mail address', { email: 'nobody' }],
  ])('with %s is refused, and makes no account', async (_, over) => {
    const before = await roles(web);
    const answer = await call(web, '/sign-up/email', {
      name: 'Ada',
      email: `${randomUUID()}@example.com`,
      password,
      ...over,
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
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
    expect((await client.get('sync', { cursors: {} })).me.name).toBe('Ada');
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
  it('made in settings opens sockets for a bot, until it is revoked', async () => {
    const { cookie } = await signUp(web, 'Dora');
    const made = await call(web, '/api-key/create', { name: 'bot' }, { cookie });
    expect(made.status, JSON.stringify(made.body)).toBe(200);
    const { key: token, id: keyId } = made.body;
    const kept = await web.seed.rows<{ key: string }>('select key from apikey where id = $1', [keyId]);
    expect(kept[0]?.key, 'the token itself is not kept').not.toContain(token);
    const bot = await connectClient(live.url, { token });
    expect((await bot.get('sync', { cursors: {} })).me.name).toBe('Dora');
    expect((await call(web, '/api-key/delete', { keyId }, { cookie })).status).toBe(200);
    await until('the bot’s socket to be ended', () => !bot.socket.connected, revocation);
    expect(await refusalOf(live.url, { token })).toBe('unauthenticated');
  });
});

describe('guessing passwords', () => {
  it('is slowed down, address by address', async () => {
    const site = await openWeb('0.1');
    const guess = (address: string) =>
      call(
        site,
        '/sign-in/email',
        { email: 'ada@example.com', password: 'a wrong guess' },
        { 'x-forwarded-for': address },
      );
    const statuses = [];
    for (let attempt = 0; attempt < 5; attempt += 1) statuses.push((await guess('192.0.2.1')).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    expect((await guess('192.0.2.2')).status, 'from another address').toBe(401);
  });
});
