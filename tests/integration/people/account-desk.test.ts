import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientEvents, type Me, type PayloadInput, type Result, type Role } from '../../../protocol/index.ts';
import { FrequentActs } from '../../../server/audit/index.ts';
import { AccountDesk } from '../../../server/people/account-desk.ts';
import { unsaid } from '../../support/unsaid.ts';
import { type Answer, call, openWeb, password, signUp, type Web } from './web.ts';

const stack = new AsyncDisposableStack();
let site: Web;
let desk: AccountDesk;
let ada: Answer & { id: string; email: string };
let rung = 0;
afterAll(() => stack.disposeAsync());

beforeAll(async () => {
  site = await openWeb(stack);
  const { database } = site;
  const ring = () => {
    rung += 1;
  };
  desk = new AccountDesk({ database, frequentActs: new FrequentActs(database), ring });
  ada = await signUp(site, 'Ada');
});

const me = (id: string, role: Role = 'admin'): Me => ({ id, name: 'Somebody', ...unsaid, role });
const update = (by: string, payload: PayloadInput<'account:update'>) => desk.update(me(by), payload, '192.0.2.3');
const list = async (payload: PayloadInput<'account:list'>) => {
  const answer = await desk.list(clientEvents['account:list'].payload.parse(payload));
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.data;
};
const outcome = (result: Result<unknown>) => (result.ok ? 'ok' : (result.error.data?.reason ?? result.error.code));
const recorded = async (id: string) =>
  (
    await site.seed.rows<{ action: string; refused: boolean; address: string }>(
      `select action, refused, address from audit_entry where subject_id = $1 and action <> 'account.create' order by seq`,
      [id],
    )
  ).map(({ action, refused, address }) => `${action}${refused ? ' refused' : ''} ${address}`);

describe('accounts', () => {
  it('are found by name, address, role and state, a page at a time, with what they are signed in with', async () => {
    const [eva, fay] = [await signUp(site, 'Eva Findable'), await site.seed.person('Fay Findable', 'handler')];
    await site.seed.apiToken(fay);
    await site.seed.rows(
      `insert into "user" (id, name, email, kind) values (gen_random_uuid(), 'Findable bot', 'b', 'bot')`,
    );
    const names = async (payload: PayloadInput<'account:list'>) =>
      (await list(payload)).accounts.map(({ name }) => name);
    expect(await names({ query: 'findable' })).toEqual(['Eva Findable', 'Fay Findable']);
    expect(await names({ query: eva.email.slice(3, 20).toUpperCase() })).toEqual(['Eva Findable']);
    expect(await names({ query: 'Findable', role: 'handler' })).toEqual(['Fay Findable']);
    expect(await names({ query: 'Findable', deactivated: true })).toEqual([]);
    const first = await list({ query: 'findable', limit: 1 });
    expect(await names({ query: 'findable', limit: 1, after: first.next ?? '' })).toEqual(['Fay Findable']);
    expect(first.accounts).toMatchObject([{ email: eva.email, role: 'member', sessions: 1, tokens: 0 }]);
    expect((await list({ query: 'Fay' })).accounts).toMatchObject([{ id: fay.id, sessions: 0, tokens: 1 }]);
  });

  it('are switched off with their sessions and tokens, refuse their owner, and are switched on again; all of it is recorded', async () => {
    const bob = await signUp(site, 'Bob');
    await site.seed.apiToken({ id: bob.id, name: 'Bob', role: 'member' });
    const before = rung;
    expect(await update(ada.id, { userId: bob.id, deactivated: true })).toMatchObject({
      ok: true,
      data: { deactivated: true, sessions: 0, tokens: 0 },
    });
    expect(rung).toBe(before + 1);
    const signIn = () => call(site, '/sign-in/email', { email: bob.email, password });
    expect((await signIn()).status).toBe(403);
    await update(ada.id, { userId: bob.id, deactivated: true });
    await update(ada.id, { userId: bob.id, deactivated: false, role: 'handler' });
    expect((await signIn()).status).toBe(200);
    expect(await update(ada.id, { userId: bob.id, endSessions: true })).toMatchObject({ data: { sessions: 0 } });
    await update(ada.id, { userId: bob.id, endSessions: true });
    expect((await recorded(bob.id)).filter((line) => !line.startsWith('session.begin'))).toEqual([
      'account.deactivate 192.0.2.3',
      'account.role 192.0.2.3',
      'account.reactivate 192.0.2.3',
      'session.end 192.0.2.3',
    ]);
  });

  it('are changed by admins only, and never so that nobody is one, also by two at once', async () => {
    const [bea, cyd] = await Promise.all(['Bea', 'Cyd'].map((name) => site.seed.person(name)));
    if (!bea || !cyd) throw new Error('nobody is there');
    expect(outcome(await update(bea.id, { userId: cyd.id, role: 'admin' }))).toBe('forbidden');
    expect(outcome(await update(ada.id, { userId: ada.id, role: 'member' }))).toBe('last_admin');
    expect(outcome(await update(ada.id, { userId: ada.id, deactivated: true }))).toBe('last_admin');
    expect(outcome(await update(ada.id, { userId: ada.id, endSessions: true }))).toBe('ok');
    expect(outcome(await update(ada.id, { userId: '01890000-0000-7000-8000-000000000000', role: 'admin' }))).toBe(
      'not_found',
    );
    for (let round = 0; round < 10; round += 1) {
      expect(outcome(await update(ada.id, { userId: bea.id, role: 'admin' }))).toBe('ok');
      const both = await Promise.all([
        update(bea.id, { userId: ada.id, deactivated: true }),
        update(ada.id, { userId: bea.id, role: 'member' }),
      ]);
      expect(both.map(outcome).filter((one) => one === 'ok')).toHaveLength(1);
      expect(both.map(outcome).filter((one) => one !== 'ok')).toEqual(['forbidden']);
      const admins = await site.seed.rows(`select from "user" where role = 'admin' and banned is not true`);
      expect(admins).toHaveLength(1);
      await site.seed.rows(`update "user" set banned = false, role = 'admin' where id = $1`, [ada.id]);
      await site.seed.rows(`update "user" set role = 'member' where id = $1`, [bea.id]);
    }
    expect((await recorded(cyd.id))[0]).toBe('account.role refused 192.0.2.3');
  });
});
