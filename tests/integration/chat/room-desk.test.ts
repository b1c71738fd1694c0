import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientEvents, type PayloadInput, type Result } from '../../../protocol/index.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { RoomDesk } from '../../../server/rooms/room-desk.ts';
import { type Person, type Seed, seedDatabase } from '../../support/seed.ts';
import { unsaid } from '../../support/unsaid.ts';

let seed: Seed;
let database: Database;
let desk: RoomDesk;
let admin: Person;
let ada: Person;
let bob: Person;

beforeAll(async () => {
  seed = await seedDatabase();
  database = openDatabase(seed.databaseUrl, createLogger('silent', 'test'));
  desk = new RoomDesk({ database, ring: () => {} });
  admin = await seed.person('Root', 'admin');
  [ada, bob] = [await seed.person('Ada'), await seed.person('Bob')];
});

afterAll(async () => {
  await database?.close();
  await seed?.close();
});

const list = async (payload: PayloadInput<'room:list'>) => {
  const answer = await desk.list(clientEvents['room:list'].payload.parse(payload));
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.data;
};
const update = (by: Person, payload: PayloadInput<'room:update'>) =>
  desk.update({ me: { ...by, ...unsaid }, address: '192.0.2.5' }, payload);
const outcome = (result: Result<unknown>) => (result.ok ? 'ok' : (result.error.data?.reason ?? result.error.code));

describe('rooms, for an admin who is in none of them', () => {
  it('are found by name and state, a page at a time, private and archived ones and those of nobody, too', async () => {
    await seed.room([ada, bob], { name: 'Desk one', visibility: 'private' });
    await seed.room([bob], { name: 'desk two', archived: true });
    await seed.room([], { name: 'Desk three' });
    await seed.direct(ada, bob);
    const names = async (payload: PayloadInput<'room:list'>) => (await list(payload)).rooms.map(({ name }) => name);
    expect(await names({ query: 'desk' })).toEqual(['Desk one', 'Desk three', 'desk two']);
    expect(await names({ query: 'desk', state: 'archived' })).toEqual(['desk two']);
    expect(await names({ query: 'desk', state: 'active' })).toEqual(['Desk one', 'Desk three']);
    expect(await names({ query: 'desk', state: 'ownerless' })).toEqual(['Desk three']);
    const { rooms, next } = await list({ query: 'desk', limit: 2 });
    expect(rooms[0]).toMatchObject({ owner: { id: ada.id, name: 'Ada' }, memberCount: 2, visibility: 'private' });
    expect(await names({ query: 'desk', limit: 2, after: next ?? '' })).toEqual(['desk two']);
  });

  it('are archived, reopened and given to a member, and to anybody where nobody is left; all of it is recorded', async () => {
    const roomId = await seed.room([ada, bob], { name: 'Governed', visibility: 'private' });
    expect(outcome(await update(ada, { roomId, archived: true }))).toBe('forbidden');
    expect(await update(admin, { roomId, archived: true })).toMatchObject({ ok: true });
    await update(admin, { roomId, archived: true });
    expect(await update(admin, { roomId, archived: false, ownerId: bob.id })).toMatchObject({
      data: { archivedAt: null, owner: { id: bob.id } },
    });
    expect(outcome(await update(admin, { roomId, ownerId: admin.id })), 'no way in for admins').toBe('no_member');
    const told = await seed.rows<{ action: string }>(
      `select action from audit_entry where subject_id = $1 and actor_id = $2 and address = '192.0.2.5' order by seq`,
      [roomId, admin.id],
    );
    expect(told.map(({ action }) => action)).toEqual(['room.archive', 'room.owner', 'room.unarchive']);
    const empty = await seed.room([], { name: 'Left by all' });
    expect(outcome(await update(admin, { roomId: empty, ownerId: '01890000-0000-7000-8000-000000000000' }))).toBe(
      'unknown_person',
    );
    expect(await update(admin, { roomId: empty, ownerId: bob.id })).toMatchObject({
      data: { owner: { id: bob.id }, memberCount: 1 },
    });
    expect(outcome(await update(admin, { roomId: await seed.direct(admin, bob), archived: true }))).toBe('not_found');
  });
});
