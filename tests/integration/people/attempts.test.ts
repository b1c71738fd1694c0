import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setupCode } from '../../../scripts/installation/instances.ts';
import { Attempts, pruneAttempts, type Target } from '../../../server/people/attempts.ts';
import { authSecret, call, openWeb, password, signUp, someEmail, type Web } from './web.ts';

const stack = new AsyncDisposableStack();
let one: Web;
let other: Web;
/** What two instances ask before they look at anything. */
let counters: [Attempts, Attempts];

/** The limits of production. */
const limited = { RATE_LIMIT_FACTOR: '1' };

beforeAll(async () => {
  one = await openWeb(stack, { env: limited });
  other = await openWeb(stack, { beside: one, env: limited });
  const count = ({ database }: Web) => new Attempts({ database, secret: authSecret, factor: 1 });
  counters = [count(one), count(other)];
});
afterAll(() => stack.disposeAsync());

const from = (address: string) => ({ 'x-forwarded-for': address });

let nextAddress = 0;
const someAddress = () => {
  nextAddress += 1;
  return `198.51.${Math.floor(nextAddress / 250)}.${(nextAddress % 250) + 1}`;
};

/** One attempt that turns out right or wrong. @returns 0, or how many seconds to wait before it is looked at */
const attempt = async (target: Target, { right = false, at = 0 as 0 | 1 } = {}): Promise<number> => {
  const taken = await counters[at].take(target);
  if ('ok' in taken) return Math.ceil((taken.error.retryAfterMs ?? 0) / 1_000);
  if (right) await taken.succeeded({ familiar: true });
  return 0;
};

/** Wrong attempts, on both instances by turns, until one is refused. @returns how many were looked at */
const attemptUntilSlowed = async (targetOf: () => Target): Promise<number> => {
  for (let n = 0; n < 100; n += 1) if ((await attempt(targetOf(), { at: n % 2 === 0 ? 0 : 1 })) > 0) return n;
  return 100;
};

/** As if so many seconds had passed for everything that is counted. */
const pass = (seconds: number) =>
  one.seed.rows(
    `update attempt set open_at = open_at - $1::int * interval '1 second', forgotten_at = forgotten_at - $1::int * interval '1 second'`,
    [seconds],
  );

/** The longest wait that began last, in seconds: from the attempt, whose end of being remembered is an hour later, on. */
const longestWait = async (): Promise<number> => {
  const [row] = await one.seed.rows<{ wait: number }>(
    `select round(extract(epoch from open_at - forgotten_at + interval '1 hour'))::int as wait
     from attempt where open_at > '-infinity' order by forgotten_at desc, 1 desc limit 1`,
  );
  return row?.wait ?? 0;
};

describe('guessing a password', () => {
  it('from one address is slowed after five, counted by both instances; other accounts and addresses are not', async () => {
    const [account, address] = [someEmail(), someAddress()];
    expect(await attemptUntilSlowed(() => ({ account, address }))).toBe(6);
    expect(await attempt({ account, address }, { right: true, at: 1 })).toBeGreaterThan(0);
    expect(await attempt({ account: someEmail(), address }), 'another account').toBe(0);
    expect(await attempt({ account, address: someAddress() }), 'from another address').toBe(0);
  });

  it('waits twice as long each time, never longer than five minutes, and begins anew after the right one', async () => {
    const target = { account: someEmail(), address: someAddress() };
    await attemptUntilSlowed(() => target);
    const waits: number[] = [];
    for (let n = 0; n < 7; n += 1) {
      waits.push(await longestWait());
      await pass(300);
      expect(await attempt(target)).toBe(0);
    }
    expect(waits).toEqual([15, 30, 60, 120, 240, 300, 300]);
    await pass(300);
    expect(await attempt(target, { right: true })).toBe(0);
    expect(await attemptUntilSlowed(() => target)).toBe(6);
  });

  it('of one account from everywhere is slowed a little, and not for who got in before from where they are', async () => {
    const [account, home] = [someEmail(), someAddress()];
    expect(await attempt({ account, address: home }, { right: true })).toBe(0);
    expect(await attemptUntilSlowed(() => ({ account, address: someAddress() }))).toBe(21);
    expect(await attempt({ account, address: home }, { right: true }), 'from home').toBe(0);
    const wait = await attempt({ account, address: someAddress() }, { right: true });
    expect(wait > 0 && wait <= 30, `${wait} s from a new address`).toBe(true);
    await pass(30);
    expect(await attempt({ account, address: someAddress() }, { right: true }), 'after that').toBe(0);
    expect(await attemptUntilSlowed(() => ({ account, address: home })), 'somebody else at home').toBe(6);
  });

  it('from one address at many accounts is slowed; an IPv6 network counts as one address', async () => {
    const address = someAddress();
    expect(await attemptUntilSlowed(() => ({ account: someEmail(), address }))).toBe(31);
    const hosts = Array.from({ length: 100 }, (_, n) => `2001:db8:7:1:${n.toString(16)}::1`);
    const inNetwork = () => ({ account: someEmail(), address: hosts.pop() ?? '' });
    expect(await attemptUntilSlowed(inNetwork)).toBe(31);
    expect(await attempt({ account: someEmail(), address: '2001:db8:7:2::1' }), 'another /64').toBe(0);
  });

  it('by a hundred at once looks at no more than one by one: each is counted before it is looked at', async () => {
    const target = { account: someEmail(), address: someAddress() };
    const waits = await Promise.all(
      Array.from({ length: 100 }, (_, n) => attempt(target, { at: n % 2 === 0 ? 0 : 1 })),
    );
    expect(waits.filter((wait) => wait === 0)).toHaveLength(6);
  });

  it('is forgotten an hour after the last attempt', async () => {
    const target = { account: someEmail(), address: someAddress() };
    await attemptUntilSlowed(() => target);
    await pass(3_601);
    expect(await attemptUntilSlowed(() => target)).toBe(6);
    await pass(3_601);
    await pruneAttempts(one.database);
    expect(await one.seed.rows(`select key from attempt where forgotten_at < now()`)).toEqual([]);
  });

  it('keeps what nobody can read, and makes no rows for what it refuses', async () => {
    const address = someAddress();
    const rows = () => one.seed.rows<{ key: string }>('select * from attempt');
    const before = (await rows()).length;
    const account = someEmail();
    await attempt({ account, address });
    expect(await attemptUntilSlowed(() => ({ account: someEmail(), address }))).toBe(30);
    const kept = JSON.stringify(await rows());
    expect(kept.includes(account) || kept.includes(address)).toBe(false);
    expect((await rows()).length - before, 'two for each that was looked at, and one for the address').toBe(63);
    for (let n = 0; n < 20; n += 1) expect(await attempt({ account: someEmail(), address })).toBeGreaterThan(0);
    expect((await rows()).length - before).toBe(63);
  });
});

const guesses = async (path: string, bodyOf: (n: number) => object, headers: Record<string, string>) => {
  const statuses: number[] = [];
  for (let n = 0; n < 8; n += 1) statuses.push((await call(one, path, bodyOf(n), headers)).status);
  return statuses;
};

describe('over HTTP', () => {
  it('who signs in too often is told how long to wait, in words of the contract and in Retry-After', async () => {
    const [email, address] = [someEmail(), from(someAddress())];
    const wrong = () => ({ email: email.toUpperCase(), password: 'a wrong guess' });
    expect(await guesses('/sign-in/email', wrong, address)).toEqual([401, 401, 401, 401, 401, 401, 429, 429]);
    const refused = await call(other, '/sign-in/email', { email, password }, address);
    expect([refused.status, refused.body.ok, refused.body.error.code]).toEqual([429, false, 'rate_limited']);
    const { retryAfterMs } = refused.body.error;
    expect(Number(refused.headers.get('retry-after'))).toBe(Math.ceil(retryAfterMs / 1_000));
  });

  it('the setup code is slowed like a password', async () => {
    const fresh = await openWeb(stack, { env: limited });
    const address = from(someAddress());
    const statuses: number[] = [];
    const guess = async (code: string) =>
      (await call(fresh, '/sign-up/email', { name: 'Eve', email: someEmail(), password, code }, address)).status;
    for (let n = 0; n < 8; n += 1) statuses.push(await guess(`WRONG-${n}`));
    expect(statuses).toEqual([403, 403, 403, 403, 403, 403, 429, 429]);
    expect(await guess(setupCode), 'the right one, too soon').toBe(429);
  });

  it('the own password in the settings is, too', async () => {
    const { cookie } = await signUp(one, 'Ada');
    const wrong = (n: number) => ({ currentPassword: 'a wrong guess', newPassword: `another one ${n}` });
    const headers = { cookie, ...from(someAddress()) };
    expect(await guesses('/change-password', wrong, headers)).toEqual([400, 400, 400, 400, 400, 400, 429, 429]);
  });

  it('RATE_LIMIT_FACTOR=0 slows nobody', async () => {
    const free = new Attempts({ database: one.database, secret: authSecret, factor: 0 });
    const target = { account: someEmail(), address: someAddress() };
    for (let n = 0; n < 50; n += 1) expect(await free.take(target)).not.toHaveProperty('error');
  });
});
