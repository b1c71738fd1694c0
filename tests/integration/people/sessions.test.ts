import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SessionUse } from '../../../server/people/session-use.ts';
import { Sessions } from '../../../server/people/sessions.ts';
import { authSecret, call, makeToken, openWeb, password, signUp, type Web } from './web.ts';

const stack = new AsyncDisposableStack();
let web: Web;

beforeAll(async () => {
  web = await openWeb(stack);
});
afterAll(() => stack.disposeAsync());

const day = 86_400_000;

const sessionsOf = (userId: string) =>
  web.seed.rows<{ id: string; token: string; expires_at: Date; updated_at: Date }>(
    'select id, token, expires_at, updated_at from session where user_id = $1 order by created_at',
    [userId],
  );

const daysLeft = async (userId: string): Promise<number[]> =>
  (await sessionsOf(userId)).map(({ expires_at }) => Math.round((expires_at.getTime() - Date.now()) / day));

/** The quick check of an instance, and what it writes once a minute. */
const quickCheck = () => {
  const use = new SessionUse(web.database);
  const sessions = new Sessions({ database: web.database, secret: authSecret, cookieName: 'switchboard.session', use });
  return { use, sessions };
};

describe('a session that is used', () => {
  it('lasts 30 days from the last use, by a page or by an open socket, written at most once a day', async () => {
    const ada = await signUp(web, 'Ada');
    expect(await daysLeft(ada.id)).toEqual([30]);
    const { use, sessions } = quickCheck();
    await web.seed.rows(`update session set expires_at = now() + interval '10 days' where user_id = $1`, [ada.id]);
    await sessions.byCookie(ada.cookie);
    await use.write();
    expect(await daysLeft(ada.id), 'after a page').toEqual([30]);
    const [before] = await sessionsOf(ada.id);
    await sessions.byCookie(ada.cookie);
    await use.write();
    expect((await sessionsOf(ada.id))[0], 'used again the same day').toEqual(before);
    await web.seed.rows(`update session set expires_at = now() + interval '10 days' where user_id = $1`, [ada.id]);
    await sessions.stillValid([before?.id ?? '']);
    await use.write();
    expect(await daysLeft(ada.id), 'after the check of open sockets').toEqual([30]);
  });

  it('ends 180 days after it began all the same; one that is over does not come back', async () => {
    const ada = await signUp(web, 'Ada');
    const { use, sessions } = quickCheck();
    const age = (days: number, left: string) =>
      web.seed.rows(
        `update session set created_at = now() - $2::int * interval '1 day', expires_at = now() + $3::interval where user_id = $1`,
        [ada.id, days, left],
      );
    await age(170, '2 days');
    expect(await sessions.byCookie(ada.cookie)).not.toBeNull();
    await use.write();
    expect(await daysLeft(ada.id)).toEqual([10]);
    await age(20, '-1 second');
    expect(await sessions.byCookie(ada.cookie)).toBeNull();
    use.note((await sessionsOf(ada.id)).map(({ id }) => id));
    await use.write();
    expect(await sessions.byCookie(ada.cookie)).toBeNull();
    expect((await call(web, '/list-sessions', undefined, { cookie: ada.cookie })).status).toBe(401);
  });

  it('is listed with its device, its place in the network and its last use, written every quarter of an hour', async () => {
    const ada = await signUp(web, 'Ada');
    const from = { cookie: '', 'user-agent': 'Firefox/1', 'x-forwarded-for': '2001:db8:1:2:3:4:5:6' };
    const phone = await call(web, '/sign-in/email', { email: ada.email, password }, from);
    const list = async () => (await call(web, '/list-sessions', undefined, { cookie: ada.cookie })).body;
    const [newest, first] = await list();
    expect(newest).toMatchObject({ userAgent: 'Firefox/1', ipAddress: '2001:db8:1:2::/64', usedAt: null });
    const { use, sessions } = quickCheck();
    await sessions.byCookie(phone.cookie);
    await use.write();
    const [used] = await list();
    expect(Date.parse(used.usedAt)).toBeGreaterThanOrEqual(Date.parse(used.createdAt));
    await sessions.byCookie(phone.cookie);
    await use.write();
    expect((await list())[0].usedAt).toBe(used.usedAt);
    await call(web, '/revoke-session', { token: newest.token }, { cookie: ada.cookie });
    expect((await list()).map(({ id }: { id: string }) => id)).toEqual([first.id]);
  });

  it('of the same browser ends when it signs in anew', async () => {
    const ada = await signUp(web, 'Ada');
    const again = await call(web, '/sign-in/email', { email: ada.email, password }, { cookie: ada.cookie });
    expect(again.status).toBe(200);
    expect(await sessionsOf(ada.id)).toHaveLength(1);
    expect((await call(web, '/list-sessions', undefined, { cookie: ada.cookie })).status).toBe(401);
    expect((await call(web, '/list-sessions', undefined, { cookie: again.cookie })).status).toBe(200);
  });
});

describe('the cookie', () => {
  it('is __Host- under https, for the whole site, and sent over TLS only; it lives as long as a session may', async () => {
    const secure = await openWeb(stack, { env: { PUBLIC_URL: 'https://chat.example.com' } });
    const origin = { origin: 'https://chat.example.com' };
    const body = { name: 'Ada', email: 'ada@example.com', password, code: 'TEST-TEST-TEST-TEST' };
    const { status, attributes } = await call(secure, '/sign-up/email', body, origin);
    expect(status).toBe(200);
    const own = attributes.filter((cookie) => cookie.startsWith('__Host-switchboard.session='));
    expect(own).toHaveLength(1);
    expect(own[0]).toMatch(/; Max-Age=15552000/);
    expect(own[0]).toMatch(/; Path=\//);
    for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Lax']) expect(own[0]).toContain(`; ${attribute}`);
    expect(own[0]).not.toMatch(/Domain/i);
    const cookie = own[0]?.split(';')[0] ?? '';
    expect((await call(secure, '/list-sessions', undefined, { ...origin, cookie })).status).toBe(200);
  });

  it('that comes twice is none, for pages, sockets and account routes alike', async () => {
    const [victim, attacker] = [await signUp(web, 'Vic'), await signUp(web, 'Mallory')];
    const { sessions } = quickCheck();
    for (const cookie of [`${victim.cookie}; ${attacker.cookie}`, `${attacker.cookie}; a=b; ${victim.cookie}`]) {
      expect(await sessions.byCookie(cookie)).toBeNull();
      expect((await call(web, '/list-sessions', undefined, { cookie })).status).toBe(401);
      expect((await call(web, '/get-session', undefined, { cookie })).body).toBeNull();
    }
    const beside = `other=1; ${victim.cookie}; x-switchboard.session=2; Switchboard.session=3`;
    expect((await sessions.byCookie(beside))?.me.name).toBe('Vic');
    expect((await call(web, '/get-session', undefined, { cookie: beside })).body.user.name).toBe('Vic');
  });
});

describe('a new password', () => {
  it('keeps the session it was set in, ends all others, and the API tokens if one asks', async () => {
    const ada = await signUp(web, 'Ada');
    const elsewhere = await call(web, '/sign-in/email', { email: ada.email, password });
    const token = await web.seed.apiToken({ id: ada.id, name: 'Ada', role: 'member' });
    const { sessions } = quickCheck();
    const change = (currentPassword: string, newPassword: string, more = {}) =>
      call(web, '/change-password', { currentPassword, newPassword, ...more }, { cookie: ada.cookie });
    expect((await change(password, 'quite another one')).status).toBe(200);
    expect((await sessions.byCookie(ada.cookie))?.me.id).toBe(ada.id);
    expect(await sessions.byCookie(elsewhere.cookie)).toBeNull();
    expect((await sessions.byApiToken(token.token))?.me.id, 'tokens go on unless one asks').toBe(ada.id);
    expect((await change('quite another one', 'yet a third one', { endTokens: true })).status).toBe(200);
    expect(await sessions.byApiToken(token.token)).toBeNull();
    expect((await sessions.byCookie(ada.cookie))?.me.id).toBe(ada.id);
    expect((await call(web, '/sign-in/email', { email: ada.email, password: 'yet a third one' })).status).toBe(200);
  });

  it.each([
    ['PASSWORD_COMMON', 'Sunshine1'],
    ['PASSWORD_TOO_LONG', 'Ab1'.repeat(43)],
    ['PASSWORD_PERSONAL', 'Ada Lovelace'],
  ])('is refused as %s, and nothing changes', async (code, newPassword) => {
    const ada = await signUp(web, 'Ada Lovelace');
    const answer = await call(
      web,
      '/change-password',
      { currentPassword: password, newPassword },
      { cookie: ada.cookie },
    );
    expect(answer.body.code).toBe(code);
    expect(answer.body.error.message).toContain('newPassword');
    expect((await call(web, '/sign-in/email', { email: ada.email, password })).status).toBe(200);
  });
});

describe('a ban by SQL', () => {
  it('ends everything at once, also the account routes, and no new session is made', async () => {
    const eve = await signUp(web, 'Eve');
    const token = await web.seed.apiToken({ id: eve.id, name: 'Eve', role: 'member' });
    await web.seed.rows('update "user" set banned = true where id = $1', [eve.id]);
    expect(await sessionsOf(eve.id)).toEqual([]);
    expect(await quickCheck().sessions.byApiToken(token.token)).toBeNull();
    for (const [path, body] of [
      ['/update-user', { name: 'Mallory' }],
      ['/passkeys/begin', {}],
      ['/list-sessions', undefined],
    ] as const)
      expect((await call(web, path, body, { cookie: eve.cookie })).status, path).toBe(401);
    const answer = await call(web, '/sign-in/email', { email: eve.email, password });
    expect([answer.status, answer.body.code, answer.attributes]).toEqual([403, 'BANNED_USER', []]);
    await web.seed.rows(`update "user" set ban_expires = now() - interval '1 second' where id = $1`, [eve.id]);
    expect((await call(web, '/sign-in/email', { email: eve.email, password })).status, 'after its end').toBe(200);
  });

  it('that finds a session made a moment later does not let it in either', async () => {
    const eve = await signUp(web, 'Eve');
    await web.seed.rows('update "user" set banned = true where id = $1', [eve.id]);
    const { cookie } = await web.seed.session({ id: eve.id, name: 'Eve', role: 'member' });
    expect((await call(web, '/update-user', { name: 'Mallory' }, { cookie })).status).toBe(401);
    expect((await call(web, '/get-session', undefined, { cookie })).body).toBeNull();
    const out = await call(web, '/sign-out', {}, { cookie });
    expect([out.status, out.attributes.join()]).toEqual([
      200,
      expect.stringContaining('switchboard.session=; Max-Age=0'),
    ]);
  });
});

describe('API tokens', () => {
  it('end after as many days as were chosen', async () => {
    const ada = await signUp(web, 'Ada');
    await makeToken(web, ada);
    await makeToken(web, ada, { days: 365 });
    const rows = await web.seed.rows<{ days: number }>(
      `select round(extract(epoch from expires_at - now()) / 86400)::int as days from apikey where reference_id = $1 order by 1`,
      [ada.id],
    );
    expect(rows.map(({ days }) => days)).toEqual([90, 365]);
  });

  it('are at most twenty of one person, also when thirty are made at once', async () => {
    const ada = await signUp(web, 'Ada');
    const made = await Promise.allSettled(Array.from({ length: 30 }, () => makeToken(web, ada)));
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    const reasons = made.flatMap((one) => (one.status === 'rejected' ? [String(one.reason.message)] : []));
    expect(new Set(reasons)).toEqual(new Set(['at most 20 API tokens; revoke one first']));
    await web.seed.rows(
      `update apikey set expires_at = now() - interval '1 second' where id = (select id from apikey where reference_id = $1 limit 1)`,
      [ada.id],
    );
    await expect(makeToken(web, ada), 'when one has ended').resolves.toBeDefined();
  });

  it('show when they were last used, written at most once a minute', async () => {
    const ada = await signUp(web, 'Ada');
    const { id, value } = await makeToken(web, ada);
    const { use, sessions } = quickCheck();
    const lastUse = async () =>
      (await web.seed.rows<{ at: Date | null }>('select last_request as at from apikey where id = $1', [id]))[0]?.at;
    expect(await lastUse()).toBeNull();
    await sessions.byApiToken(value);
    await use.write();
    const first = await lastUse();
    expect(Date.now() - Number(first)).toBeLessThan(60_000);
    await sessions.byApiToken(value);
    await use.write();
    expect(await lastUse()).toEqual(first);
  });
});
