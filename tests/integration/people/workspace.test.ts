import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Payload, Result } from '../../../protocol/index.ts';
import { call, openWeb, password, signUp, someEmail, type Web } from './web.ts';

const stack = new AsyncDisposableStack();
let site: Web;
let ada: { id: string; name: string; role: 'admin' };

beforeAll(async () => {
  site = await openWeb(stack, { env: { SIGN_UP: '' } });
  ada = { id: (await signUp(site, 'Ada')).id, name: 'Ada', role: 'admin' };
});
afterAll(() => stack.disposeAsync());
beforeEach(() =>
  site.seed.rows(
    `update workspace set sign_up = 'invited', domains = '{}', default_rooms = '{}', rooms_by = 'members', name = null`,
  ),
);

const outcome = (result: Result<unknown>) =>
  result.ok ? 'ok' : [result.error.code, result.error.data?.reason].filter(Boolean).join(' ');
const update = async (patch: Payload<'workspace:update'>, by: { id: string } = ada, at: Web = site) =>
  outcome(await at.signIn.workspace.update({ id: by.id, address: '' }, patch));
const arrive = (name: string, at: Web = site) => call(at, '/sign-up/email', { name, email: someEmail(), password });
const roomsOf = async (id: string) =>
  (
    await site.seed.rows<{ id: string }>('select conversation_id as id from member where user_id = $1 order by 1', [id])
  ).map(({ id: room }) => room);

describe('the settings of the workspace', () => {
  it('are changed by whoever is an admin at that moment, one by one, and the rest stays', async () => {
    const bob = await site.seed.person('Bob');
    expect(await update({ name: 'Mine' }, bob)).toBe('forbidden');
    expect(await update({ name: '我们的团队' })).toBe('ok');
    expect(await update({ roomsBy: 'admins' })).toBe('ok');
    expect(await site.signIn.workspace.view()).toMatchObject({
      name: '我们的团队',
      roomsBy: 'admins',
      invitesBy: 'members',
    });
    expect(await update({ name: null })).toBe('ok');
    expect(await site.signIn.workspace.view()).toMatchObject({ name: null, roomsBy: 'admins' });
    await site.seed.rows(`update "user" set role = 'member' where id = $1`, [ada.id]);
    expect(await update({ name: 'Still mine' })).toBe('forbidden');
    await site.seed.rows(`update "user" set role = 'admin' where id = $1`, [ada.id]);
  });

  it('show a picture that was sent here, and none that was not; without a team’s own there is none', async () => {
    const { rows } = site.seed;
    const id = 'a'.repeat(64);
    expect(await update({ logo: id })).toBe('not_found');
    await rows(`insert into picture (id, small, large) values ($1, '', '')`, [id]);
    expect(await update({ logo: id })).toBe('ok');
    expect(await site.signIn.workspace.view()).toMatchObject({ logo: `/api/pictures/${id}/64` });
    expect([await site.signIn.workspace.isLogo(id), await site.signIn.workspace.isLogo('b'.repeat(64))]).toEqual([
      true,
      false,
    ]);
    expect(await update({ name: 'With a picture' })).toBe('ok');
    expect(await site.signIn.workspace.view()).toMatchObject({ logo: `/api/pictures/${id}/64` });
    expect(await update({ logo: null })).toBe('ok');
    expect(await site.signIn.workspace.view()).toMatchObject({ logo: null });
  });

  it('say who may make an account, from one sign-up to the next and on every instance', async () => {
    const other = await openWeb(stack, { beside: site, env: { SIGN_UP: '' } });
    const codes = async () => [(await arrive('Somebody')).body.code, (await arrive('Somebody', other)).body.code];
    expect(await codes()).toEqual(['INVITATION_NEEDED', 'INVITATION_NEEDED']);
    expect(await update({ signUp: 'closed' })).toBe('ok');
    expect(await codes()).toEqual(['SIGN_UP_CLOSED', 'SIGN_UP_CLOSED']);
    expect(await update({ signUp: 'open' })).toBe('ok');
    expect((await arrive('Welcome', other)).status).toBe(200);
  });

  it('say nothing against SIGN_UP in the environment, which is shown, and cannot be changed', async () => {
    const fixed = await openWeb(stack, { beside: site, env: { SIGN_UP: 'closed' } });
    await update({ signUp: 'open' });
    expect((await arrive('Somebody', fixed)).body.code).toBe('SIGN_UP_CLOSED');
    expect(await fixed.signIn.workspace.settings()).toMatchObject({
      data: { signUp: 'closed', signUpFrom: 'SIGN_UP' },
    });
    expect(await update({ signUp: 'invited' }, ada, fixed)).toBe('conflict fixed');
    expect(await update({ name: 'Another' }, ada, fixed)).toBe('ok');
    expect(await site.signIn.workspace.settings()).toMatchObject({ data: { signUp: 'open', signUpFrom: null } });
  });

  it('let in nobody by domain while no mail can be sent', async () => {
    expect(await update({ signUp: 'domain', domains: ['example.com'] })).toBe('conflict no_mail');
    await site.seed.rows(`update workspace set sign_up = 'domain', domains = '{example.com}'`);
    expect((await arrive('Somebody')).body.code).toBe('INVITATION_NEEDED');
  });
});

describe('newcomers', () => {
  it('are in the default rooms at once, and read nothing from before as unread; archived ones are left out', async () => {
    const [one, two] = [await site.seed.room([ada]), await site.seed.room([ada], { visibility: 'public' })];
    expect(await update({ signUp: 'open', defaultRoomIds: [one, two] })).toBe('ok');
    await site.seed.rows('update log set last_seq = 5, last_version = 5 where id = $1', [one]);
    const bob = await arrive('Bob');
    expect(await roomsOf(bob.body.user.id)).toEqual([one, two].sort());
    const read = await site.seed.rows(
      'select read_seq::int as seq from member where user_id = $1 and conversation_id = $2',
      [...[bob.body.user.id, one]],
    );
    expect(read).toEqual([{ seq: 5 }]);
    await site.seed.rows('update conversation set archived_at = now() where id = $1', [two]);
    expect(await roomsOf((await arrive('Carl')).body.user.id)).toEqual([one]);
  });

  it('who come at once on two instances are all in them', async () => {
    const other = await openWeb(stack, { beside: site, env: { SIGN_UP: '' } });
    const rooms = [await site.seed.room([ada]), await site.seed.room([ada])];
    await update({ signUp: 'open', defaultRoomIds: rooms });
    const came = await Promise.all([site, other, site, other, site].map((at, n) => arrive(`Crowd ${n}`, at)));
    for (const { body } of came) expect(await roomsOf(body.user.id)).toEqual(rooms.sort());
    const counts = await site.seed.rows('select member_count as count from conversation where id = any ($1)', [rooms]);
    expect(counts).toEqual([{ count: 6 }, { count: 6 }]);
  });

  it('are put only into rooms that the admin may add people to, and nothing is changed when one is not', async () => {
    const bob = await site.seed.person('Bob');
    const [secret, own, archived] = [
      await site.seed.room([bob]),
      await site.seed.room([ada]),
      await site.seed.room([ada], { archived: true }),
    ];
    for (const rooms of [[own, secret], [archived], [bob.id]])
      expect(await update({ name: 'Changed', defaultRoomIds: rooms })).toBe('not_found no_room');
    expect(await site.signIn.workspace.settings()).toMatchObject({ data: { name: null, defaultRooms: [] } });
    const open = await site.seed.room([bob], { visibility: 'public', name: 'Open' });
    expect(await update({ defaultRoomIds: [open, own] })).toBe('ok');
    // One that was chosen stays choosable together with others, whatever became of it.
    await site.seed.rows(`update conversation set visibility = 'private' where id = $1`, [open]);
    expect(await update({ defaultRoomIds: [own, open] })).toBe('ok');
    expect(await site.signIn.workspace.settings()).toMatchObject({
      data: { defaultRooms: [{ id: own }, { id: open, name: 'Open' }] },
    });
  });
});
