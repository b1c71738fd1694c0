import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditAction, Me } from '../../../protocol/index.ts';
import { FrequentActs, fromAddress, record, recordIn, verifyAudit } from '../../../server/audit/index.ts';
import { inTransaction } from '../../../server/engine/store/transaction.ts';
import { ConversationView } from '../../../server/rooms/conversation-view.ts';
import { Conversations } from '../../../server/rooms/conversations.ts';
import { Departures } from '../../../server/rooms/departures.ts';
import { unsaid } from '../../support/unsaid.ts';
import { type Answer, call, giveRole, makeToken, openWeb, password, signUp, type Web } from '../people/web.ts';

const stack = new AsyncDisposableStack();
let site: Web;
let ada: Answer & { id: string; email: string };
let bob: typeof ada;
afterAll(() => stack.disposeAsync());

type Entry = {
  seq: string;
  actor_id: string | null;
  action: string;
  subject_kind: string | null;
  subject_id: string | null;
  address: string | null;
  detail: Record<string, unknown>;
  refused: boolean;
};
const entries = (after = 0) => site.seed.rows<Entry>('select * from audit_entry where seq > $1 order by seq', [after]);
const last = async () => Number((await site.seed.rows<{ seq: string }>('select seq from audit_head'))[0]?.seq);
const verdict = () => verifyAudit(site.database);
const about = (action: AuditAction) => ({ actorId: ada.id, action, address: '192.0.2.9' });

beforeAll(async () => {
  site = await openWeb(stack);
  ada = await signUp(site, 'Ada');
  bob = await signUp(site, 'Bob');
});

describe('what somebody does with accounts, sessions and tokens', () => {
  it('is recorded with who, on whom and from where, what is refused, too, and no secret with it', async () => {
    const before = await last();
    const from = { 'x-forwarded-for': '192.0.2.4' };
    const { cookie } = await call(site, '/sign-in/email', { email: bob.email, password }, from);
    await call(site, '/sign-in/email', { email: bob.email, password: 'my secret typo' }, from);
    await call(site, '/sign-in/email', { email: 'nobody@example.com', password: 'my secret typo' }, from);
    const address = '192.0.2.4';
    await giveRole(site, { by: ada, to: bob, role: 'handler', address });
    await giveRole(site, { by: ada, to: ada, role: 'member', address });
    const made = await makeToken(site, bob, { address });
    await site.tokens.revoke({ me: { id: bob.id } as Me, address }, { tokenId: made.id });
    const change = { currentPassword: password, newPassword: 'another secret' };
    await call(site, '/change-password', { ...change, currentPassword: 'wrong one' }, { cookie, ...from });
    expect((await call(site, '/change-password', change, { cookie, ...from })).status).toBe(200);
    await call(site, '/sign-in/email', { email: bob.email, password: 'another secret' }, from);
    await call(site, '/revoke-other-sessions', {}, { cookie, ...from });
    await call(site, '/sign-out', {}, { cookie, ...from });
    const told = await entries(before);
    expect(told.map(({ action, refused, actor_id }) => [action, refused, actor_id])).toEqual([
      ['session.begin', false, bob.id],
      ['session.begin', true, null],
      ['session.begin', true, null],
      ['account.role', false, ada.id],
      ['account.role', true, ada.id],
      ['token.create', false, bob.id],
      ['token.end', false, bob.id],
      ['account.password', true, bob.id],
      ['account.password', false, bob.id],
      ['session.begin', false, bob.id],
      ['session.end', false, bob.id],
      ['session.end', false, bob.id],
    ]);
    expect(new Set(told.map(({ address }) => address))).toEqual(new Set(['192.0.2.4']));
    expect(told.slice(1, 4)).toMatchObject([
      { subject_kind: 'person', subject_id: bob.id },
      { subject_id: null },
      { subject_id: bob.id, detail: { role: 'handler', was: 'member' } },
    ]);
    const written = JSON.stringify(told);
    for (const secret of ['secret', 'typo', made.value, '@example.com', cookie.split('=')[1] ?? '?'])
      expect(written.includes(secret), `${secret} in the log`).toBe(false);
  });

  it('is recorded with the account itself: neither is stored without the other', async () => {
    const before = await last();
    await signUp(site, 'Cyd');
    expect(await entries(before)).toMatchObject([{ action: 'account.create', detail: { by: 'open' } }]);
    await site.seed.rows('alter table audit_head rename to audit_head_gone');
    const email = 'dan@example.com';
    const token = await makeToken(site, ada, { name: 'unrecorded' }).catch(() => 'refused');
    const account = await call(site, '/sign-up/email', { name: 'Dan', email, password });
    const role = await giveRole(site, { by: ada, to: bob, role: 'admin' }).catch(() => 'refused');
    await site.seed.rows('alter table audit_head_gone rename to audit_head');
    expect([token, account.status, role]).toEqual(['refused', 500, 'refused']);
    expect(await site.seed.rows(`select from apikey where name = 'unrecorded'`)).toEqual([]);
    expect(await site.seed.rows('select from "user" where email = $1', [email])).toEqual([]);
    expect(await site.seed.rows('select role from "user" where id = $1', [bob.id])).toEqual([{ role: 'handler' }]);
  });

  it('that strangers try again and again fills no disk: what was left out is counted', async () => {
    const acts = new FrequentActs(site.database);
    const before = await last();
    for (let n = 0; n < 20; n += 1) await acts.record({ ...about('session.begin'), refused: true });
    expect(await entries(before)).toHaveLength(5);
    await acts.record({ ...about('session.begin'), address: '192.0.2.10', refused: true });
    expect((await entries(before)).at(-1)).toMatchObject({ detail: { leftOut: 15 } });
    for (let n = 0; n < 200; n += 1)
      await acts.record({ ...about('session.begin'), address: `192.0.3.${n}`, refused: true });
    expect((await entries(before)).length).toBe(60);
  });
});

it('what is done with a room is recorded with it: seen, archived, given away, somebody removed', async () => {
  const { database, seed } = site;
  const parts = { database, view: new ConversationView(database), departures: new Departures(database) };
  const conversations = new Conversations({ ...parts, ring: () => {} });
  const people = await Promise.all(['Eva', 'Fay'].map((name) => seed.person(name)));
  const [eva, fay] = people;
  if (!eva || !fay) throw new Error('nobody is there');
  const conversationId = await seed.room(people);
  const before = await last();
  const update = (patch: object) =>
    conversations.update({ id: eva.id, address: '192.0.2.7' }, { conversationId, ...patch });
  await update({ name: 'Only a name' });
  await update({ visibility: 'public' });
  await update({ visibility: 'public' });
  await update({ archived: true });
  await update({ archived: false });
  await conversations.role({ id: eva.id, address: '192.0.2.7' }, { conversationId, memberId: fay.id, role: 'owner' });
  await conversations.remove({ id: fay.id, address: '192.0.2.7' }, { conversationId, memberId: eva.id });
  const told = await entries(before);
  expect(told.map(({ action, detail }) => [action, detail])).toEqual([
    ['room.visibility', { visibility: 'public', was: 'private' }],
    ['room.archive', {}],
    ['room.unarchive', {}],
    ['room.owner', { owner: fay.id, was: eva.id }],
    ['room.remove', { person: eva.id }],
  ]);
  for (const entry of told) expect(entry).toMatchObject({ subject_id: conversationId, address: '192.0.2.7' });
});

it('invitations are recorded when they are made and revoked', async () => {
  const me = { id: ada.id, name: 'Ada', ...unsaid, role: 'admin' } as const;
  const before = await last();
  const by = { ...me, address: '192.0.2.7' };
  const made = await site.signIn.invitations.create(by, { days: 7, uses: 1, role: 'member', roomIds: [] });
  if (!made.ok) throw new Error(made.error.message);
  const { id: invitationId } = made.data.invitation;
  await site.signIn.invitations.revoke(by, { invitationId });
  const told = await entries(before);
  expect(told.map(({ action }) => action)).toEqual(['invitation.create', 'invitation.revoke']);
  for (const entry of told) expect(entry).toMatchObject({ subject_id: invitationId, address: '192.0.2.7' });
});

describe('the chain', () => {
  it('holds when many add to it at once, each with its own act; what is rolled back leaves no gap', async () => {
    const before = await last();
    const people = await Promise.all(Array.from({ length: 8 }, (_, n) => site.seed.person(`P${n}`)));
    const acts = Array.from({ length: 40 }, (_, n) => n).map(async (n) => {
      const person = people[n % people.length]?.id;
      const doing = inTransaction(site.database, async (transaction) => {
        await transaction.query('test_rename', 'update "user" set name = $2 where id = $1', [person, `N${n}`]);
        await recordIn(transaction, { ...about('account.role'), detail: { n } });
        if (n % 5 === 0) throw new Error('changed their mind');
      });
      // On a busy machine some wait in vain for the lock of the log, and did nothing then.
      return doing.then(
        () => 1,
        () => 0,
      );
    });
    const signIns = people.map(() => record(site.database, about('session.begin')).then(() => 1));
    const done = await Promise.all([...acts, ...signIns]);
    expect(await last()).toBe(before + done.filter((one) => one === 1).length);
    expect(done.filter((one, n) => one === 1 && n < acts.length && n % 5 === 0)).toEqual([]);
    expect(await verdict()).toMatchObject({ holds: true, seq: await last() });
  });

  it('takes the address that its transaction was told, and that of no other one', async () => {
    const told = `select audit(null, 'told', null, null, null, null) from ${fromAddress('$1')}`;
    await site.database.query('test_told', told, ['192.0.2.77']);
    await site.database.query('test_untold', `select audit(null, 'untold', null, null, null, null)`, []);
    const rows = (await entries()).slice(-2);
    expect(rows.map(({ action, address }) => [action, address])).toEqual([
      ['told', '192.0.2.77'],
      ['untold', null],
    ]);
  });

  it.each([
    'update audit_entry set action = action',
    'delete from audit_entry',
    'truncate audit_entry',
    'update audit_head set seq = seq - 1',
    `update audit_head set hash = '\\x00'`,
    'update audit_head set seq = seq + 1',
    'delete from audit_head',
    'truncate audit_head',
    `insert into audit_head (singleton, seq, hash) values (true, 0, '') on conflict (singleton) do update set seq = 0`,
  ])('cannot be changed: %s', async (statement) => {
    await expect(site.seed.rows(statement)).rejects.toThrow('only ever added to');
  });

  it('goes on to the entry that follows, and says its number', async () => {
    const forge = (number: string) => `do $$ declare head audit_head; entry audit_entry; begin
      select h.* into head from audit_head h;
      entry.seq := head.seq + 1;
      entry.at := date_trunc('milliseconds', clock_timestamp());
      entry.action := 'forged';
      entry.detail := '{}';
      entry.refused := false;
      entry.hash := sha256(head.hash || convert_to(audit_text(entry), 'UTF8'));
      insert into audit_entry select entry.*;
      update audit_head set seq = ${number}, hash = entry.hash;
      end $$`;
    for (const number of ['entry.seq + 7', 'entry.seq - 1'])
      await expect(site.seed.rows(forge(number)), number).rejects.toThrow('only ever added to');
  });

  /** What a superuser can do, who switches off the triggers, and puts all back afterwards. */
  const tampered = async (...statements: string[]) => {
    const client = await site.seed.pool.connect();
    try {
      await client.query(`begin; set local session_replication_role = replica; ${statements.join(';')}; commit`);
      return await verdict();
    } finally {
      client.release();
    }
  };
  const kept = (name: string) => `create table kept_${name} as select * from audit_${name}`;
  const back = (name: string) =>
    `delete from audit_${name}; insert into audit_${name} select * from kept_${name}; drop table kept_${name}`;

  it('shows which entry was altered, which one is missing, and that the end is', async () => {
    for (let n = 0; n < 5; n += 1) await record(site.database, about('session.begin'));
    const end = await last();
    await site.seed.rows(kept('entry'));
    await site.seed.rows(kept('head'));
    expect(await tampered(`update audit_entry set actor_id = '${bob.id}' where seq = ${end - 2}`)).toEqual({
      ...{ holds: false, seq: end - 2, why: 'altered' },
    });
    for (const column of ["at = at - interval '1 hour'", `address = '::1'`, `detail = '{"n": 1}'`, 'refused = true']) {
      expect(
        await tampered(back('entry'), kept('entry'), `update audit_entry set ${column} where seq = 3`),
        column,
      ).toEqual({ holds: false, seq: 3, why: 'altered' });
    }
    expect(await tampered(back('entry'), kept('entry'), `delete from audit_entry where seq = ${end - 3}`)).toEqual({
      ...{ holds: false, seq: end - 3, why: 'missing' },
    });
    expect(await tampered(back('entry'), kept('entry'), `delete from audit_entry where seq = ${end}`)).toEqual({
      ...{ holds: false, seq: end, why: 'missing' },
    });
    expect(await tampered(back('entry'), kept('entry'), 'delete from audit_head')).toMatchObject({ holds: false });
    const { hash } = (await site.seed.rows<{ hash: Buffer }>(`select hash from kept_head`))[0] ?? {};
    const shorter = [
      `delete from audit_entry where seq = ${end}`,
      `update audit_head set seq = ${end - 1}, hash = (select hash from audit_entry where seq = ${end - 1})`,
    ];
    expect(await tampered(back('head'), kept('head'), ...shorter)).toMatchObject({ holds: true, seq: end - 1 });
    const known = { seq: end, hash: hash?.toString('hex') ?? '' };
    expect(await verifyAudit(site.database, known), 'against what was kept').toEqual({
      ...{ holds: false, seq: end, why: 'missing' },
    });
    expect(await tampered(back('entry'), back('head'))).toMatchObject({ holds: true, seq: end });
    expect(await verifyAudit(site.database, known)).toMatchObject({ holds: true });
    expect(await verifyAudit(site.database, { ...known, hash: 'f'.repeat(64) })).toMatchObject({ why: 'kept' });
  });
});
