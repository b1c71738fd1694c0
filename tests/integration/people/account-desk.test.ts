import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientEvents, type Me, type PayloadInput, type Result, type Role } from '../../../protocol/index.ts';
import { FrequentActs } from '../../../server/audit/index.ts';
import { JobList } from '../../../server/engine/jobs/add-job.ts';
import { Mail } from '../../../server/mail/index.ts';
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
  const mail = new Mail({ url: 'smtp://127.0.0.1:1', jobs: new JobList(database) });
  const publicUrl = 'http://localhost';
  desk = new AccountDesk({
    database,
    frequentActs: new FrequentActs(database),
    mail,
    publicUrl,
    security: site.signIn.security,
    ring,
  });
  ada = await signUp(site, 'Ada');
});

const me = (id: string, role: Role = 'admin'): Me => ({ id, name: 'Somebody', ...unsaid, role });
const update = (by: string, payload: PayloadInput<'account:update'>) =>
  desk.update(me(by), clientEvents['account:update'].payload.parse(payload), '192.0.2.3');
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

  it('whose owner has lost their telephone lose the second step and the passkeys, and all sessions; the owner is told', async () => {
    const lin = await signUp(site, 'Lin');
    await site.seed.rows(`insert into second_factor (user_id, secret, confirmed_at) values ($1, 'x', now())`, [lin.id]);
    await site.seed.rows(
      `insert into passkey (user_id, name, credential_id, public_key, counter) values ($1, 'Key', $2, 'x', 0)`,
      [lin.id, lin.id],
    );
    const letters = () =>
      site.seed.rows<{ template: string; language: string }>(
        'select template, language from mail where recipient = $1',
        [lin.email],
      );
    expect((await list({ query: lin.email })).accounts).toMatchObject([
      { secondFactor: true, passkeys: 1, sessions: 1 },
    ]);
    expect(outcome(await update(lin.id, { userId: lin.id, unprotect: true }))).toBe('forbidden');
    expect(await letters(), 'what is refused is told to nobody').toEqual([]);
    const answer = await update(ada.id, { userId: lin.id, unprotect: true, language: 'zh' });
    expect(answer).toMatchObject({ ok: true, data: { secondFactor: false, passkeys: 0, sessions: 0 } });
    expect(await letters()).toEqual([{ template: 'unprotected', language: 'zh' }]);
    expect((await call(site, '/sign-in/email', { email: lin.email, password })).body.user.id).toBe(lin.id);
    expect(await recorded(lin.id)).toEqual(expect.arrayContaining(['account.unprotect 192.0.2.3']));
    // Where there is nothing to take away, nobody is signed out.
    await update(ada.id, { userId: lin.id, unprotect: true });
    expect((await list({ query: lin.email })).accounts).toMatchObject([{ sessions: 1 }]);
    expect(await letters()).toHaveLength(1);
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
