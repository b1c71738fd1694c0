import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../../protocol/index.ts';
import { readConfig } from '../../../server/config.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { createAuth } from '../../../server/people/auth.ts';
import { call, giveRole, openWeb, signUp, type Web } from './web.ts';

/** What is decided of every endpoint that the installed better-auth has with our plugins. An upgrade that adds one fails here. */
const allowed = [
  'GET /get-session',
  'POST /sign-out',
  'POST /sign-up/email',
  'POST /sign-in/email',
  'POST /change-password',
  'POST /update-user',
  'GET /list-sessions',
  'POST /revoke-session',
  'POST /revoke-other-sessions',
];
const refused = [
  'POST /get-session',
  'POST /sign-in/social',
  'GET /callback/:id',
  'POST /callback/:id',
  'POST /reset-password',
  'POST /verify-password',
  'GET /verify-email',
  'POST /send-verification-email',
  'POST /change-email',
  'POST /update-session',
  'POST /delete-user',
  'POST /request-password-reset',
  'GET /reset-password/:token',
  'POST /revoke-sessions',
  'POST /link-social',
  'GET /list-accounts',
  'GET /delete-user/callback',
  'POST /unlink-account',
  'POST /refresh-token',
  'POST /get-access-token',
  'GET /account-info',
  'GET /ok',
  'GET /error',
];

const stack = new AsyncDisposableStack();
let web: Web;

beforeAll(async () => {
  web = await openWeb(stack);
});
afterAll(() => stack.disposeAsync());

const endpoints = (): string[] => {
  const config = readConfig({ AUTH_SECRET: 'x'.repeat(32) });
  const log = createLogger('silent', 'test');
  const auth = createAuth({ config, database: web.database, secret: 'x'.repeat(32), cookieName: 'a', log });
  const found = Object.values<{ path?: string; options?: { method?: string | string[] } }>(auth.api);
  return found.flatMap(({ path, options }) =>
    path === undefined ? [] : [options?.method ?? []].flat().map((method) => `${method} ${path}`),
  );
};

describe('of the endpoints of better-auth and its plugins', () => {
  it('each one is decided, to be answered or not', () => {
    expect(endpoints().sort()).toEqual([...allowed, ...refused].sort());
  });

  it('those that are not used do not exist, not even for an admin', async () => {
    const { cookie } = await signUp(web, 'Ada');
    const admin = ['impersonate-user', 'set-user-password', 'list-users', 'ban-user', 'create-user', 'remove-user'];
    const withPlugin = [...refused, ...admin.map((name) => `POST /admin/${name}`), 'GET /admin/list-users'];
    for (const endpoint of withPlugin) {
      const [method, path = ''] = endpoint.split(' ');
      const concrete = path.replace(/:\w+/, 'github');
      const answer = await call(web, concrete, method === 'GET' ? undefined : {}, { cookie });
      expect([answer.status, answer.body.error.code], endpoint).toEqual([404, 'not_found']);
    }
    for (const odd of ['/sign-in/email/', '//sign-in/email', '/sign-in/../list-accounts', '/constructor', '/__proto__'])
      expect((await call(web, odd, {}, { cookie })).status, odd).toBe(404);
  });

  it.each([
    ['/update-user', { image: 'data:,x' }],
    ['/update-user', { name: { set: 'y' } }],
    ['/update-user', { name: 'Ada', role: 'admin' }],
    ['/update-user', []],
    ['/change-password', { currentPassword: 1, newPassword: 'correct horse' }],
    ['/revoke-session', {}],
    ['/sign-in/email', '{"email":'],
    ['/sign-in/email', { email: 'a@b.example', password: 'x'.repeat(129) }],
    ['/sign-in/email', { email: 'a@b.example', password: 'correct horse', callbackURL: 'https://evil.example' }],
  ])('%s with a body it does not take (%j) answers why, and changes nothing', async (path, body) => {
    const site = web;
    const [person] = await site.seed.rows<{ id: string }>('select id from "user" limit 1');
    const { cookie } = await site.seed.session({ id: person?.id ?? '', name: 'Ada', role: 'admin' });
    await site.seed.rows(`update "user" set role = 'admin' where id = $1`, [person?.id]);
    const print = () => site.seed.rows('select * from "user" order by id');
    const before = await print();
    const answer = await call(site, path, body, { cookie });
    expect([answer.status, answer.body.ok], JSON.stringify(answer.body)).toEqual([
      answer.body.code === 'PASSWORD_TOO_LONG' ? 413 : 400,
      false,
    ]);
    expect(await print()).toEqual(before);
  });

  it('a query that is not understood, another content type or a body without end is refused', async () => {
    const { cookie } = await signUp(web, 'Bob');
    expect((await call(web, '/list-sessions?sortBy=nope', undefined, { cookie })).status).toBe(400);
    const form = { cookie, 'content-type': 'application/x-www-form-urlencoded' };
    expect((await call(web, '/update-user', 'name=Eve', form)).status).toBe(415);
    expect((await call(web, '/update-user', { name: 'x'.repeat(20_000) }, { cookie })).status).toBe(413);
  });

  it('a name is changed, and without one nothing is', async () => {
    const { cookie, id } = await signUp(web, 'Carl');
    expect((await call(web, '/update-user', {}, { cookie })).status).toBe(200);
    expect((await call(web, '/update-user', { name: ' Carla ' }, { cookie })).status).toBe(200);
    expect(await web.seed.rows('select name, image from "user" where id = $1', [id])).toEqual([
      { name: 'Carla', image: null },
    ]);
  });
});

describe('roles', () => {
  it('are given by admins only, over no route of their own, and the last admin keeps theirs', async () => {
    const site = await openWeb(stack);
    const [ada, bob] = [await signUp(site, 'Ada'), await signUp(site, 'Bob')];
    const body = { userId: bob.id, role: 'admin' };
    for (const { cookie } of [ada, bob])
      expect((await call(site, '/admin/set-role', body, { cookie })).status).toBe(404);
    const give = async (by: { id: string }, to: { id: string }, role: Role) => {
      const answer = await giveRole(site, { by, to, role });
      return answer.ok ? 'ok' : (answer.error.data?.reason ?? answer.error.code);
    };
    expect(await give(bob, bob, 'admin')).toBe('forbidden');
    expect(await give(ada, ada, 'member')).toBe('last_admin');
    expect(await give(ada, bob, 'admin')).toBe('ok');
    const both = await Promise.all([give(ada, bob, 'member'), give(bob, ada, 'member')]);
    expect(both.filter((one) => one === 'ok')).toHaveLength(1);
    const left = await site.seed.rows(`select name from "user" where role = 'admin'`);
    expect(left).toHaveLength(1);
  });
});
