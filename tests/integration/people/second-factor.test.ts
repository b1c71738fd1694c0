import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startInstance } from '../../../scripts/installation/instances.ts';
import { startRedis } from '../../../scripts/installation/redis.ts';
import { refusalOf } from '../../support/live-client.ts';
import { oneTimeCode } from '../../support/one-time-code.ts';
import { type Answer, authSecret, call, openWeb, password, signUp, type Web } from './web.ts';

const stack = new AsyncDisposableStack();
let web: Web;
let other: Web;

beforeAll(async () => {
  web = await openWeb(stack);
  other = await openWeb(stack, { beside: web });
});
afterAll(() => stack.disposeAsync());

type Person = Awaited<ReturnType<typeof signUp>>;
type Owner = Person & { key: string; codes: string[] };

const post = (of: { cookie: string }, path: string, body: object = {}, site = web) =>
  call(site, path, body, { cookie: of.cookie });

/** Somebody whose telephone knows the key. The code that turned it on is used up, so tests begin with the next one. */
const withSecondFactor = async (name: string): Promise<Owner> => {
  const person = await signUp(web, name);
  const { body } = await post(person, '/second-factor/begin');
  const { key } = body.data;
  const on = await post(person, '/second-factor/turn-on', { code: oneTimeCode(key, -1) });
  expect(on.status, JSON.stringify(on.body)).toBe(200);
  return { ...person, key, codes: on.body.data.codes };
};

const signIn = (person: Person, site = web) => call(site, '/sign-in/email', { email: person.email, password });
const isIn = async ({ cookie }: Answer) => (await call(web, '/list-sessions', undefined, { cookie })).status === 200;

describe('whoever has a second factor', () => {
  it('is in only when its code came after the password, with the same cookie, on whatever instance', async () => {
    const ada = await withSecondFactor('Ada');
    const first = await signIn(ada);
    expect([first.status, first.body]).toEqual([200, { ok: true, data: { secondFactor: true } }]);
    expect(await isIn(first)).toBe(false);
    const second = await post(first, '/second-factor', { code: oneTimeCode(ada.key) }, other);
    expect(second.status).toBe(200);
    expect(await isIn(first)).toBe(true);
  });

  it('opens no socket with the password alone', async () => {
    const redis = await startRedis();
    stack.defer(() => redis.stop());
    const shared = { databaseUrl: web.seed.databaseUrl, redisUrl: redis.url };
    const env = { AUTH_SECRET: authSecret, RATE_LIMIT_FACTOR: '0' };
    const live = await startInstance(shared, { id: 'live', roles: 'live', env });
    stack.defer(() => live.stop());
    const ada = await withSecondFactor('Ada');
    const { cookie } = await signIn(ada);
    expect(await refusalOf(live.url, { cookie })).toBe('unauthenticated');
    await post({ cookie }, '/second-factor', { code: oneTimeCode(ada.key) });
    expect(await refusalOf(live.url, { cookie })).toBe('connected');
  });

  it('uses each code once: the same one, or one from before, is refused, also of two at once', async () => {
    const ada = await withSecondFactor('Ada');
    const [one, two, three] = [await signIn(ada), await signIn(ada), await signIn(ada)];
    const give = (to: Answer, code: string) => post(to, '/second-factor', { code });
    const both = await Promise.all([give(one, oneTimeCode(ada.key)), give(two, oneTimeCode(ada.key))]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 403]);
    const replayed = await give(three, oneTimeCode(ada.key));
    expect([replayed.status, replayed.body.code]).toEqual([403, 'INVALID_CODE']);
    expect((await give(three, oneTimeCode(ada.key, -1))).status).toBe(403);
    expect((await give(three, oneTimeCode(ada.key, 1))).status).toBe(200);
  });

  it('has ten recovery codes, which are written as one likes, work once each, and are kept as hashes', async () => {
    const ada = await withSecondFactor('Ada');
    expect([ada.codes.length, new Set(ada.codes).size]).toEqual([10, 10]);
    const kept = await web.seed.rows('select * from second_factor where user_id = $1', [ada.id]);
    for (const secret of [...ada.codes, ada.key]) expect(JSON.stringify(kept)).not.toContain(secret);
    const [code = '', next = ''] = ada.codes;
    const [one, two] = [await signIn(ada), await signIn(ada)];
    const written = code.toLowerCase().replaceAll('-', ' ');
    expect((await post(one, '/second-factor', { code: written })).status).toBe(200);
    expect((await post(two, '/second-factor', { code })).status).toBe(403);
    expect((await call(web, '/second-factor', undefined, { cookie: one.cookie })).body.data.recovery).toBe(9);
    const renewed = await post(one, '/second-factor/recovery');
    expect(renewed.body.data.codes).toHaveLength(10);
    expect((await post(two, '/second-factor', { code: next })).status, 'those from before').toBe(403);
  });

  it('has ten minutes for it, and then begins with the password again', async () => {
    const ada = await withSecondFactor('Ada');
    const first = await signIn(ada);
    await web.seed.rows(
      `update session set second_factor_until = now() - interval '1 second' where second_factor_until is not null`,
    );
    const late = await post(first, '/second-factor', { code: oneTimeCode(ada.key) });
    expect([late.status, late.body.code]).toEqual([401, 'SIGN_IN_AGAIN']);
    expect(await isIn(first)).toBe(false);
  });

  it('is slowed down when guessing, as with passwords', async () => {
    const strict = await openWeb(stack, { beside: web, env: { RATE_LIMIT_FACTOR: '1' } });
    const ada = await withSecondFactor('Ada');
    const first = await signIn(ada);
    const guess = () => post(first, '/second-factor', { code: '000000' }, strict);
    const answers: number[] = [];
    for (const _ of Array.from({ length: 8 })) answers.push((await guess()).status);
    expect([answers.slice(0, 5), answers.at(-1)]).toEqual([[403, 403, 403, 403, 403], 429]);
  });

  it('may confirm dear things with a code, and by turning it off needs the password alone', async () => {
    const ada = await withSecondFactor('Ada');
    await web.seed.rows(`update session set created_at = now() - interval '11 minutes' where user_id = $1`, [ada.id]);
    const refused = await post(ada, '/second-factor/turn-off');
    expect(refused.body.error.data.confirm).toEqual(['password', 'code', 'again']);
    expect((await post(ada, '/confirm', { code: oneTimeCode(ada.key) })).status).toBe(200);
    expect((await post(ada, '/confirm', { code: oneTimeCode(ada.key) })).status, 'used').toBe(403);
    expect((await post(ada, '/second-factor/turn-off')).status).toBe(200);
    const kept = await web.seed.rows<{ action: string }>(
      `select action from audit_entry where actor_id = $1 and action like 'account.%protect' order by seq`,
      [ada.id],
    );
    expect(kept.map(({ action }) => action)).toEqual(['account.protect', 'account.unprotect']);
    expect(await isIn(await signIn(ada))).toBe(true);
  });
});

describe('setting a second factor up', () => {
  it('changes nothing about signing in until a code was right, and its key is never read again afterwards', async () => {
    const ada = await signUp(web, 'Ada');
    const first = (await post(ada, '/second-factor/begin')).body.data;
    const second = (await post(ada, '/second-factor/begin')).body.data;
    expect(second.address).toMatch(/^otpauth:\/\/totp\/Switchboard/);
    expect(
      (await post(ada, '/second-factor/turn-on', { code: oneTimeCode(first.key) })).status,
      'of a former key',
    ).toBe(403);
    expect(await isIn(await signIn(ada))).toBe(true);
    expect((await post(ada, '/second-factor/turn-on', { code: oneTimeCode(second.key) })).status).toBe(200);
    const again = await post(ada, '/second-factor/begin');
    expect([again.status, again.body.code]).toEqual([409, 'SECOND_FACTOR_ON']);
  });

  it('counts in steps of thirty seconds as the standard says', () => {
    // RFC 6238, appendix B, for SHA-1: the last six of eight digits.
    const key = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    expect(oneTimeCode(key, 0, 59_000)).toBe('287082');
    expect(oneTimeCode(key, 0, 1_111_111_109_000)).toBe('081804');
  });
});
