import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { until } from '../../../scripts/installation/waiting.ts';
import { typeUntilHeard } from '../../support/typing.ts';
import { type Pair, startPair } from './pair.ts';

let pair: Pair;

beforeAll(async () => {
  pair = await startPair();
});

afterAll(() => pair?.stop());
afterEach(() => pair.hangUp());

it('a guest is told of new names, and of who comes and goes, only of people in their rooms, on any instance', async () => {
  const { seed } = pair;
  const [gus, ada, cat] = [await seed.person('Gus', 'guest'), await seed.person('Ada'), await seed.person('Cat')];
  await seed.room([ada, gus]);
  const guest = await pair.connect(gus, 1);
  const states = await guest.get('presence:watch', { userIds: [ada.id, cat.id] });
  expect(states[cat.id], 'somebody who is not there').toBe('offline');
  const member = await pair.connect(ada, 2);
  await pair.connect(cat, 1);
  const rename = (id: string, name: string) => seed.rows('update "user" set name = $2 where id = $1', [id, name]);
  await rename(cat.id, 'Catherine');
  await rename(ada.id, 'Ada Wong');
  await member.hears('person', ({ name }) => name === 'Catherine');
  await guest.hears('person', ({ name }) => name === 'Ada Wong');
  expect(guest.all('person').map(({ id }) => id)).toEqual([ada.id]);
  await guest.hears('presence', (all) => all.some(({ userId, state }) => userId === ada.id && state === 'online'));
  expect(
    guest
      .all('presence')
      .flat()
      .filter(({ userId }) => userId === cat.id),
  ).toEqual([]);
  expect((await guest.get('presence:watch', { userIds: [cat.id] }))[cat.id], 'who is there').toBe('offline');
});

it('a guest whose room somebody leaves no longer hears whether they are there', async () => {
  const { seed } = pair;
  const [gus, ada, bob] = [await seed.person('Gus', 'guest'), await seed.person('Ada'), await seed.person('Bob')];
  const room = await seed.room([ada, gus, bob]);
  const guest = await pair.connect(gus, 1);
  const leaving = await pair.connect(ada, 2);
  const staying = await pair.connect(bob, 2);
  await until('the guest to see both', async () => {
    const states = await guest.get('presence:watch', { userIds: [ada.id, bob.id] });
    return states[ada.id] === 'online' && states[bob.id] === 'online';
  });
  await typeUntilHeard(staying, guest, room);
  await leaving.get('conversation:leave', { conversationId: room });
  await guest.hears('conversation', ({ memberCount }) => memberCount === 2);
  // What is acted upon after a change of the room is over when the next one is told.
  await seed.rows(`update conversation set topic = 'Later' where id = $1`, [room]);
  await guest.hears('conversation', ({ topic }) => topic === 'Later');
  leaving.close();
  staying.close();
  const isGone = (id: string) =>
    guest
      .all('presence')
      .flat()
      .some(({ userId, state }) => userId === id && state === 'offline');
  await until('the guest to hear that Bob is gone', () => isGone(bob.id), 15_000);
  expect(isGone(ada.id)).toBe(false);
});

it('whoever is made a guest comes back as one, and a guest who is made a member sees everybody', async () => {
  const { seed } = pair;
  const [gus, cat] = [await seed.person('Gus'), await seed.person('Cat')];
  const before = await pair.connect(gus, 1);
  expect((await before.get('people:list', { ids: [cat.id] })).people).toHaveLength(1);
  await seed.rows(`update "user" set role = 'guest' where id = $1`, [gus.id]);
  await until('the connection to be ended', () => !before.socket.connected);
  const guest = await pair.connect(gus, 2);
  expect((await guest.get('people:list', { ids: [cat.id] })).people).toEqual([]);
  await seed.rows(`update "user" set role = 'member' where id = $1`, [gus.id]);
  await until('the connection to be ended', () => !guest.socket.connected);
  const member = await pair.connect(gus, 1);
  expect((await member.get('people:list', { ids: [cat.id] })).people).toHaveLength(1);
});

it('another name of the workspace reaches everybody who is connected, on any instance, and whoever comes later', async () => {
  const { seed } = pair;
  const [ada, bob] = [await seed.person('Ada', 'admin'), await seed.person('Bob', 'guest')];
  const [admin, guest] = [await pair.connect(ada, 1), await pair.connect(bob, 2)];
  await admin.get('workspace:update', { name: 'The team' });
  for (const client of [admin, guest]) await client.hears('workspace', ({ name }) => name === 'The team');
  const late = await pair.connect(bob, 1);
  expect((await late.get('sync', {})).workspace).toMatchObject({ name: 'The team', invitesBy: 'members' });
});

it('that an account was deleted reaches everybody on any instance, and guests only who were shown it', async () => {
  const { seed } = pair;
  const [admin, gone] = [await seed.person('Ada', 'admin'), await seed.person('Gone')];
  const [near, far] = [await seed.person('Near', 'guest'), await seed.person('Far', 'guest')];
  await seed.room([near, gone, admin]);
  const [asking, member] = [await pair.connect(admin, 1), await pair.connect(await seed.person('Bob'), 2)];
  const [shown, stranger, leaving] = [
    await pair.connect(near, 2),
    await pair.connect(far, 2),
    await pair.connect(gone, 2),
  ];
  await shown.get('presence:watch', { userIds: [gone.id] });
  await stranger.get('presence:watch', { userIds: [gone.id] });
  await asking.get('account:delete', { userId: gone.id, messages: 'kept' });
  for (const client of [asking, member, shown])
    await client.hears('person:deleted', ({ userId }) => userId === gone.id);
  await until('the account to be out', () => !leaving.socket.connected);
  expect((await member.get('people:list', { ids: [gone.id] })).people).toEqual([]);
  // What is told after it has been told, too.
  await seed.rows(`update workspace set name = 'Later'`);
  await stranger.hears('workspace', ({ name }) => name === 'Later');
  expect(stranger.all('person:deleted')).toEqual([]);
});
