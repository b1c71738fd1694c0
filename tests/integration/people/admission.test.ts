import { afterAll, describe, expect, it } from 'vitest';
import { limits, type Payload } from '../../../protocol/index.ts';
import { setupCode } from '../../../scripts/installation/instances.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { inTransaction } from '../../../server/engine/store/transaction.ts';
import { unsaid } from '../../support/unsaid.ts';
import { call, openWeb, password, roles, signUp, someEmail, type Web } from './web.ts';

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

const arrive = (site: Web, name: string, given: { code?: string; invitation?: string } = {}) =>
  call(site, '/sign-up/email', { name, email: someEmail(), password, ...given });

const usual = { days: 7, uses: 1, role: 'member', roomIds: [] } as const;

const invite = async (
  site: Web,
  userId: string,
  terms: Partial<Payload<'invitation:create'>> = {},
): Promise<{ token: string; id: string }> => {
  const by = { id: userId, role: 'member', address: '192.0.2.1' } as const;
  const made = await site.signIn.invitations.create(by, { ...usual, roomIds: [], ...terms });
  if (!made.ok) throw new Error(made.error.message);
  return { token: made.data.token, id: made.data.invitation.id };
};

describe('the first account', () => {
  it('needs the setup code, and becomes the admin; later ones are members, whatever they know', async () => {
    const site = await openWeb(stack);
    expect(await site.signIn.admission.neededCode()).toBe(setupCode);
    expect((await arrive(site, 'Stranger')).body.code).toBe('SETUP_CODE_NEEDED');
    expect((await arrive(site, 'Stranger', { code: 'TEST-TEST-TEST-TESS' })).body.code).toBe('INVALID_SETUP_CODE');
    expect(await roles(site)).toEqual([]);
    expect((await arrive(site, 'Ada', { code: ` ${setupCode.toLowerCase().replaceAll('-', '')}` })).status).toBe(200);
    for (const name of ['Bob', 'Carl']) expect((await arrive(site, name, { code: setupCode })).status).toBe(200);
    expect(await roles(site)).toEqual([
      ['Ada', 'admin'],
      ['Bob', 'member'],
      ['Carl', 'member'],
    ]);
    expect(await site.signIn.admission.neededCode()).toBeNull();
  });

  it('of several people with the code at the same moment is one; the others are treated as SIGN_UP says', async () => {
    const open = await openWeb(stack);
    await Promise.all(['Ada', 'Bob', 'Carl', 'Dora'].map((name) => arrive(open, name, { code: setupCode })));
    const found = await roles(open);
    expect([found.length, found.filter(([, role]) => role === 'admin').length]).toEqual([4, 1]);

    const invited = await openWeb(stack, { env: { SIGN_UP: 'invited' } });
    const other = await openWeb(stack, { beside: invited, env: { SIGN_UP: 'invited' } });
    const answers = await Promise.all(
      [invited, other, invited, other].map((site, n) => arrive(site, `Ada ${n}`, { code: setupCode })),
    );
    expect(answers.map(({ status, body }) => (status === 200 ? 'in' : body.code)).sort()).toEqual([
      'INVITATION_NEEDED',
      'INVITATION_NEEDED',
      'INVITATION_NEEDED',
      'in',
    ]);
    expect(await roles(invited)).toHaveLength(1);
  });

  it('has a code of four groups, made from AUTH_SECRET where none is set: the same on every instance', async () => {
    const site = await openWeb(stack, { env: { SETUP_CODE: '' } });
    const other = await openWeb(stack, { beside: site, env: { SETUP_CODE: '' } });
    const code = (await site.signIn.admission.neededCode()) ?? '';
    expect(code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
    expect(await other.signIn.admission.neededCode()).toBe(code);
    expect((await arrive(other, 'Ada', { code })).status).toBe(200);
  });

  it('is there with its password or not at all: what fails in between uses up neither code nor address', async () => {
    const site = await openWeb(stack);
    const ada = { name: 'Ada', email: someEmail(), password, code: setupCode };
    await site.seed.rows(`create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$`);
    for (const table of ['account', 'session']) {
      await site.seed.rows(`create trigger refuse before insert on ${table} execute function refuse()`);
      expect((await call(site, '/sign-up/email', ada)).status, table).toBeGreaterThanOrEqual(400);
      expect(await roles(site), table).toEqual([]);
      expect(await site.signIn.admission.neededCode(), table).toBe(setupCode);
      await site.seed.rows(`drop trigger refuse on ${table}`);
    }
    expect((await call(site, '/sign-up/email', ada)).status).toBe(200);
    expect(await roles(site)).toEqual([['Ada', 'admin']]);
    expect((await call(site, '/sign-in/email', { email: ada.email, password })).status).toBe(200);
  });

  it('makes nobody an admin later, when no admin is left', async () => {
    const site = await openWeb(stack);
    await signUp(site, 'Ada');
    await site.seed.rows(`update "user" set role = 'member'`);
    await arrive(site, 'Bob', { code: setupCode });
    expect(await roles(site)).toEqual([
      ['Ada', 'member'],
      ['Bob', 'member'],
    ]);
  });
});

describe('after the first account', () => {
  it('SIGN_UP=invited, which is the default, lets in whom somebody invited, once', async () => {
    const site = await openWeb(stack, { env: { SIGN_UP: '' } });
    const ada = await signUp(site, 'Ada');
    expect((await arrive(site, 'Stranger')).body.code).toBe('INVITATION_NEEDED');
    expect((await arrive(site, 'Stranger', { invitation: 'x'.repeat(22) })).body.code).toBe('INVALID_INVITATION');
    const { token } = await invite(site, ada.id);
    expect(await site.signIn.admission.hostOf(token)).toBe('Ada');
    expect((await arrive(site, 'Bob', { invitation: token })).status).toBe(200);
    expect(await site.signIn.admission.hostOf(token)).toBeNull();
    expect((await arrive(site, 'Carl', { invitation: token })).body.code).toBe('INVALID_INVITATION');
    expect(await roles(site)).toEqual([
      ['Ada', 'admin'],
      ['Bob', 'member'],
    ]);
    const kept = await site.seed.rows<{ token_hash: Buffer }>('select token_hash from invitation');
    expect(kept.map(({ token_hash }) => token_hash.includes(token))).toEqual([false]);
  });

  it('an invitation used by several at once, on two instances, makes exactly one account', async () => {
    const site = await openWeb(stack, { env: { SIGN_UP: 'invited' } });
    const other = await openWeb(stack, { beside: site, env: { SIGN_UP: 'invited' } });
    const ada = await signUp(site, 'Ada');
    const { token } = await invite(site, ada.id);
    const answers = await Promise.all(
      [site, other, site, other, site].map((at, n) => arrive(at, `Guest ${n}`, { invitation: token })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(answers.filter(({ status }) => status !== 200).map(({ body }) => body.code))).toEqual(
      new Set(['INVALID_INVITATION']),
    );
    expect(await roles(site)).toHaveLength(2);
  });

  it.each([
    ['has ended', `update invitation set expires_at = now() - interval '1 second'`],
    ['was revoked', 'delete from invitation'],
    ['was made by somebody who is banned now', 'update "user" set banned = true'],
  ])('an invitation that %s lets nobody in', async (_, statement) => {
    const site = await openWeb(stack, { env: { SIGN_UP: 'invited' } });
    const ada = await signUp(site, 'Ada');
    const { token, id } = await invite(site, ada.id);
    await site.seed.rows(statement);
    expect((await arrive(site, 'Bob', { invitation: token })).body.code).toBe('INVALID_INVITATION');
    // The same a moment later, when it held as the rules were asked: the insert itself is refused.
    const late = `insert into "user" (id, name, email, admission) values (gen_random_uuid(), 'Bob', 'bob@late', $1)`;
    await expect(site.seed.rows(late, [id])).rejects.toThrow(/the invitation was used, revoked or has ended/);
    expect(await roles(site)).toHaveLength(1);
  });

  it('an e-mail address that is taken does not use up the invitation', async () => {
    const site = await openWeb(stack, { env: { SIGN_UP: 'invited' } });
    const ada = await signUp(site, 'Ada');
    const { token } = await invite(site, ada.id);
    const taken = await call(site, '/sign-up/email', { name: 'Bob', email: ada.email, password, invitation: token });
    expect([taken.status, taken.body.code]).toEqual([422, 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL']);
    expect((await arrive(site, 'Bob', { invitation: token })).status).toBe(200);
  });

  it('SIGN_UP=closed lets nobody in, and nobody invite', async () => {
    const open = await openWeb(stack);
    const ada = await signUp(open, 'Ada');
    const { token } = await invite(open, ada.id);
    const site = await openWeb(stack, { beside: open, env: { SIGN_UP: 'closed' } });
    expect((await arrive(site, 'Bob', { invitation: token, code: setupCode })).body.code).toBe('SIGN_UP_CLOSED');
    const me = { id: ada.id, name: 'Ada', ...unsaid, role: 'admin', address: '192.0.2.1' } as const;
    expect(await site.signIn.invitations.create(me, { ...usual, roomIds: [] })).toMatchObject({
      ok: false,
      error: { code: 'forbidden' },
    });
    expect(await site.signIn.admission.hostOf(token)).toBeNull();
  });
});

describe('invitations', () => {
  it('are seen and revoked by who made them and by admins; at most a hundred of one person are open', async () => {
    const site = await openWeb(stack, { env: { SIGN_UP: 'invited' } });
    const { invitations } = site.signIn;
    const ada = await signUp(site, 'Ada');
    const [bob, carl] = [await site.seed.person('Bob'), await site.seed.person('Carl')];
    const me = (person: { id: string }, role: 'member' | 'admin' = 'member') =>
      ({ id: person.id, name: '', ...unsaid, role, address: '192.0.2.1' }) as const;
    const idsFor = async (who: ReturnType<typeof me>) => {
      const listed = await invitations.list(who);
      return listed.ok ? listed.data.invitations.map(({ id }) => id) : [];
    };
    const [first, second] = [await invite(site, bob.id), await invite(site, bob.id)];
    expect(await idsFor(me(bob))).toEqual([second.id, first.id]);
    expect(await idsFor(me(carl))).toEqual([]);
    expect(await idsFor(me(ada, 'admin'))).toEqual([second.id, first.id]);
    const notTheirs = await invitations.revoke(me(carl), { invitationId: first.id });
    expect(notTheirs).toMatchObject({ ok: false, error: { code: 'not_found' } });
    expect(await invitations.revoke(me(ada, 'admin'), { invitationId: first.id })).toMatchObject({ ok: true });
    expect(await invitations.revoke(me(bob), { invitationId: second.id })).toMatchObject({ ok: true });
    expect(await idsFor(me(bob))).toEqual([]);

    await site.seed.rows(
      `insert into invitation (token_hash, created_by, expires_at)
       select sha256(n::text::bytea), $1, now() + interval '1 day' from generate_series(1, 98) n`,
      [bob.id],
    );
    const made = await Promise.all(
      Array.from({ length: 8 }, () => invitations.create(me(bob), { ...usual, roomIds: [] })),
    );
    expect(made.filter(({ ok }) => ok)).toHaveLength(2);
    expect(made.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'conflict' } });
  });
});

describe('an invitation for several', () => {
  it('makes as many accounts as it says, of twenty who come at once on two instances', async () => {
    const site = await openWeb(stack, { env: { SIGN_UP: 'invited' } });
    const other = await openWeb(stack, { beside: site, env: { SIGN_UP: 'invited' } });
    const ada = await signUp(site, 'Ada');
    const { token, id } = await invite(site, ada.id, { uses: 7 });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => arrive(n % 2 === 0 ? site : other, `Guest ${n}`, { invitation: token })),
    );
    const outcomes = answers
      .map(({ status, body }) => (status === 200 ? 'in' : (body.code ?? body.error?.code)))
      .sort();
    expect(outcomes.filter((one) => one === 'in')).toHaveLength(7);
    // A refusal that cannot be recorded, on a machine that is busy, is none.
    const refusals = new Set(outcomes.filter((one) => one !== 'in'));
    expect([...refusals].filter((one) => !['INVALID_INVITATION', 'unavailable'].includes(one))).toEqual([]);
    expect(await roles(site)).toHaveLength(8);
    const uses = await site.seed.rows<{ admission: string }>(
      `select admission from "user" where admission like $1 || '%' order by admission`,
      [id],
    );
    expect(uses.map(({ admission }) => admission)).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => `${id}:${n}`));
    expect((await arrive(site, 'Late', { invitation: token })).body.code).toBe('INVALID_INVITATION');
  });

  it('lets in who had to wait for it longer than one waits for a lock: they try again', async () => {
    const site = await openWeb(stack, { env: { SIGN_UP: 'invited' } });
    const ada = await signUp(site, 'Ada');
    const { token, id } = await invite(site, ada.id, { uses: 2 });
    const waiting = async () =>
      (
        await site.seed.rows<{ begun: string }>(
          `select xact_start::text as begun from pg_stat_activity
           where datname = current_database() and wait_event_type = 'Lock' and query like '%insert into "user"%'`,
        )
      )[0]?.begun;
    const arriving = await inTransaction(site.database, async ({ run }) => {
      await run('select 1 from invitation where id = $1 for update', [id]);
      // In an object, so that it is not waited for here.
      const later = { answer: arrive(site, 'Bob', { invitation: token }) };
      await until('somebody to wait', async () => (await waiting()) !== undefined);
      const first = await waiting();
      await until('them to try again', async () => ![undefined, first].includes(await waiting()));
      return later;
    });
    expect((await arriving.answer).status).toBe(200);
  });

  it('lets nobody in who comes while it is being revoked', async () => {
    const site = await openWeb(stack, { env: { SIGN_UP: 'invited' } });
    const ada = await signUp(site, 'Ada');
    const { token, id } = await invite(site, ada.id, { uses: 3 });
    expect((await arrive(site, 'Bob', { invitation: token })).status).toBe(200);
    const arriving = await inTransaction(site.database, async ({ run }) => {
      await run(`select end_invitation($1, $2, '')`, [ada.id, id]);
      const later = { answer: arrive(site, 'Late', { invitation: token }) };
      await until('them to wait', async () => {
        const waiting = await site.seed.rows(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return waiting.length > 0;
      });
      return later;
    });
    expect((await arriving.answer).body.code).toBe('INVALID_INVITATION');
    expect(await roles(site)).toHaveLength(2);
  });

  it('is counted with every use, and lets nobody in once it is over or revoked, though uses are left', async () => {
    const site = await openWeb(stack, { env: { SIGN_UP: 'invited' } });
    const ada = await signUp(site, 'Ada');
    const me = { id: ada.id, role: 'admin', address: '192.0.2.1' } as const;
    for (const end of ['over', 'revoked']) {
      const { token, id } = await invite(site, ada.id, { uses: 3 });
      expect((await arrive(site, `Bob ${end}`, { invitation: token })).status).toBe(200);
      expect(await site.signIn.invitations.list(me)).toMatchObject({
        data: { invitations: [{ id, uses: 3, used: 1 }] },
      });
      if (end === 'revoked') expect((await site.signIn.invitations.revoke(me, { invitationId: id })).ok).toBe(true);
      else await site.seed.rows(`update invitation set expires_at = now() - interval '1 s' where id = $1`, [id]);
      expect((await arrive(site, 'Late', { invitation: token })).body.code, end).toBe('INVALID_INVITATION');
      expect(await site.signIn.invitations.list(me)).toMatchObject({ data: { invitations: [] } });
    }
  });
});

describe('an invitation into rooms', () => {
  it('makes a guest who is in just these rooms, and a member who is in the default rooms, too', async () => {
    const site = await openWeb(stack, { env: { SIGN_UP: 'invited' } });
    const ada = await signUp(site, 'Ada');
    const me = { ...ada, name: 'Ada', role: 'admin' } as const;
    const [one, two] = [await site.seed.room([me]), await site.seed.room([me])];
    await site.seed.rows('update workspace set default_rooms = $1', [[two]]);
    const guest = await invite(site, ada.id, { role: 'guest', roomIds: [one] });
    const member = await invite(site, ada.id, { roomIds: [one] });
    expect((await arrive(site, 'Gus', { invitation: guest.token })).status).toBe(200);
    expect((await arrive(site, 'Max', { invitation: member.token })).status).toBe(200);
    const rooms = await site.seed.rows<{ name: string; role: string; rooms: string[]; by: string[] }>(
      `select u.name, u.role, array_agg(m.conversation_id::text order by m.conversation_id) as rooms,
         array_agg(coalesce(m.added_by::text, '') order by m.conversation_id) as by
       from "user" u join member m on m.user_id = u.id where u.id <> $1 group by u.id order by u.name`,
      [ada.id],
    );
    const byAda = (id: string) => (id === one ? ada.id : '');
    expect(rooms).toEqual([
      { name: 'Gus', role: 'guest', rooms: [one], by: [ada.id] },
      { name: 'Max', role: 'member', rooms: [one, two].sort(), by: [one, two].sort().map(byAda) },
    ]);
  });

  it('is made only for rooms that one may add people to, and for a guest not without one', async () => {
    const site = await openWeb(stack, { env: { SIGN_UP: 'invited' } });
    const ada = await signUp(site, 'Ada');
    const [bob, gus] = [await site.seed.person('Bob'), await site.seed.person('Gus', 'guest')];
    const [secret, gone] = [await site.seed.room([bob]), await site.seed.room([bob], { archived: true })];
    const attempt = async (by: { id: string; role: 'admin' | 'member' | 'guest' }, terms: object) => {
      const asker = { ...by, address: '192.0.2.1' };
      const answer = await site.signIn.invitations.create(asker, { ...usual, roomIds: [], ...terms });
      return answer.ok ? 'ok' : `${answer.error.code} ${answer.error.data?.reason}`;
    };
    const [admin, member, guest] = [
      { id: ada.id, role: 'admin' },
      { id: bob.id, role: 'member' },
      { id: gus.id, role: 'guest' },
    ] as const;
    expect(await attempt(admin, { roomIds: [secret] }), 'a private room of others').toBe('not_found no_room');
    expect(await attempt(member, { roomIds: [gone] }), 'an archived room').toBe('not_found no_room');
    expect(await attempt(member, { roomIds: [secret] })).toBe('ok');
    expect(await attempt(member, { role: 'guest' })).toBe('conflict guest_without_room');
    expect(await attempt(member, { role: 'admin' })).toBe('forbidden only_admins');
    expect(await attempt({ ...member, role: 'admin' }, { role: 'handler' }), 'who only says so').toBe(
      'forbidden only_admins',
    );
    expect(await attempt(admin, { role: 'handler' })).toBe('ok');
    expect(await attempt(guest, {})).toBe('forbidden undefined');
    await site.seed.rows(`update workspace set invites_by = 'admins'`);
    expect(await attempt(member, {})).toBe('forbidden only_admins');
    expect(await attempt(admin, {})).toBe('ok');
  });

  it.each([
    ['an admin who is none any more, for an admin', `update "user" set role = 'member'`],
    ['somebody who is a guest now', `update "user" set role = 'guest'`],
    [
      'somebody who may no longer invite',
      `update workspace set invites_by = 'admins'; update "user" set role = 'member'`,
    ],
  ])('by %s lets nobody in', async (_, statement) => {
    const site = await openWeb(stack, { env: { SIGN_UP: 'invited' } });
    const ada = await signUp(site, 'Ada');
    const { token, id } = await invite(site, ada.id, { role: statement.includes('workspace') ? 'member' : 'admin' });
    await site.seed.rows(statement);
    expect((await arrive(site, 'Bob', { invitation: token })).body.code).toBe('INVALID_INVITATION');
    const late = `insert into "user" (id, name, email, admission) values (gen_random_uuid(), 'Bob', 'bob@late', $1)`;
    await expect(site.seed.rows(late, [id])).rejects.toThrow(/the invitation was used, revoked or has ended/);
  });

  it('leads past rooms that were archived, or that its maker has left, since', async () => {
    const site = await openWeb(stack, { env: { SIGN_UP: 'invited' } });
    const ada = await signUp(site, 'Ada');
    const me = { ...ada, name: 'Ada', role: 'member' } as const;
    const [kept, archived, left] = [await site.seed.room([me]), await site.seed.room([me]), await site.seed.room([me])];
    const { token } = await invite(site, ada.id, { roomIds: [kept, archived, left] });
    await site.seed.rows('update conversation set archived_at = now() where id = $1', [archived]);
    await site.seed.rows('delete from member where conversation_id = $1', [left]);
    await site.seed.rows('update conversation set owner_id = $2 where id = $1', [left, archived]);
    const bob = await arrive(site, 'Bob', { invitation: token });
    const rooms = await site.seed.rows<{ id: string }>('select conversation_id as id from member where user_id = $1', [
      bob.body.user.id,
    ]);
    expect(rooms.map(({ id }) => id)).toEqual([kept]);
  });
});

describe('invitations by mail', () => {
  const env = { SIGN_UP: 'invited', SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'chat@example.com' };
  const terms = { days: 7, role: 'member', roomIds: [], language: 'zh' } as const;
  const letters = (site: Web) =>
    site.seed.rows<{ recipient: string; language: string; link: string }>(
      `select recipient, language, content ->> 'link' as link from mail order by recipient`,
    );

  it('are a link for each address, in no answer and only in its letter; who comes by it has proved the address', async () => {
    const site = await openWeb(stack, { env });
    const ada = await signUp(site, 'Ada');
    const by = { id: ada.id, name: 'Ada', role: 'admin', address: '192.0.2.1' } as const;
    const emails = ['lin@example.com', 'bo@example.com', 'lin@example.com'];
    const sent = await site.signIn.invitations.send(by, { ...terms, roomIds: [], emails });
    expect(sent).toMatchObject({ ok: true, data: { invitations: [{ uses: 1 }, { uses: 1 }] } });
    const [bo, lin] = await letters(site);
    expect([bo?.recipient, lin?.recipient, lin?.language]).toEqual(['bo@example.com', 'lin@example.com', 'zh']);
    const token = new URL(lin?.link ?? '').searchParams.get('invitation') ?? '';
    expect(JSON.stringify(sent)).not.toContain(token);
    const person = { name: 'Lin', email: 'Lin@example.com', password, invitation: token };
    expect((await call(site, '/sign-up/email', person)).status).toBe(200);
    const confirmed = await site.seed.rows('select email_verified as is from "user" where name = $1', ['Lin']);
    expect(confirmed).toEqual([{ is: true }]);
    expect((await arrive(site, 'Late', { invitation: token })).body.code).toBe('INVALID_INVITATION');
    const entries = await site.seed.rows('select detail::text from audit_entry');
    expect(JSON.stringify(entries)).not.toContain('lin@example.com');
  });

  it('are all sent or none, and none where no mail can be sent', async () => {
    const site = await openWeb(stack, { env });
    const bob = await site.seed.person('Bob');
    const by = { ...bob, role: 'member', address: '192.0.2.1' } as const;
    const send = async (at: Web, emails: string[], role: 'member' | 'admin' = 'member') => {
      const answer = await at.signIn.invitations.send(by, { ...terms, roomIds: [], emails, role });
      return answer.ok ? 'ok' : `${answer.error.code} ${answer.error.data?.reason}`;
    };
    expect(await send(site, ['lin@example.com'], 'admin')).toBe('forbidden only_admins');
    for (let n = 0; n < limits.mailsPerAddress; n += 1) expect(await send(site, ['often@example.com'])).toBe('ok');
    expect(await send(site, ['new@example.com', 'often@example.com'])).toBe('conflict too_many_mails');
    expect((await letters(site)).map(({ recipient }) => recipient)).toEqual(
      Array.from({ length: limits.mailsPerAddress }, () => 'often@example.com'),
    );
    expect(await site.seed.rows('select from invitation')).toHaveLength(limits.mailsPerAddress);
    const silent = await openWeb(stack, { beside: site, env: { SIGN_UP: 'invited' } });
    expect(await send(silent, ['lin@example.com'])).toBe('conflict no_mail');
  });
});
