import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Acquaintances } from '../../../server/people/acquaintances.ts';
import { from } from '../../support/from.ts';
import type { Person } from '../../support/seed.ts';
import {
  ada,
  admin,
  bob,
  cat,
  conversations,
  data,
  database,
  membersOf,
  outcome,
  prepareChat,
  room,
  say,
  seed,
} from './world.ts';

prepareChat();

let gus: Person;
let acquaintances: Acquaintances;

beforeAll(() => {
  acquaintances = new Acquaintances(database);
});

/** A guest who is in Ada's and Bob's room, and nowhere else. */
beforeEach(async () => {
  gus = await seed.person('Gus', 'guest');
  await seed.join(room, [gus]);
});

const named = async (ids: string[]) => {
  const { people } = data(await acquaintances.list(gus.id, { ids, limit: 50 }));
  return people.map(({ name }) => name);
};
const found = async (query?: string) => {
  const { people } = data(await acquaintances.list(gus.id, { ...(query !== undefined && { query }), limit: 50 }));
  return people.map(({ name }) => name);
};

describe('a guest', () => {
  it('makes no room, and joins none, however public it is', async () => {
    const publicRoom = await seed.room([ada], { visibility: 'public' });
    const made = await conversations.create(gus.id, { kind: 'room', name: 'Mine', visibility: 'private' });
    expect(outcome(made)).toBe('forbidden guest');
    const joined = await conversations.join(gus.id, { conversationId: publicRoom });
    expect(joined).toEqual(await conversations.join(gus.id, { conversationId: gus.id }));
    expect(await membersOf(publicRoom)).toEqual([ada.id]);
  });

  it('who left comes back when asked, as everybody does', async () => {
    await conversations.leave(gus.id, { conversationId: room });
    expect(outcome(await conversations.join(gus.id, { conversationId: room }))).toBe('not_found left');
    data(await conversations.invite(ada.id, { conversationId: room, memberIds: [gus.id] }));
    expect(outcome(await conversations.join(gus.id, { conversationId: room }))).toBe('ok');
  });

  it('adds nobody to a room, whether or not there is such a person', async () => {
    const invite = (id: string) => conversations.invite(gus.id, { conversationId: room, memberIds: [id] });
    expect(outcome(await invite(cat.id))).toBe('forbidden guest');
    expect(await invite(cat.id)).toEqual(await invite(room));
    expect(await membersOf()).toEqual([ada.id, bob.id, gus.id].sort());
  });

  it('writes directly to whom they are in a room with, and to nobody else who has not written first', async () => {
    const direct = (actor: Person, other: Person) =>
      conversations.create(actor.id, { kind: 'direct', memberId: other.id });
    const refused = await direct(gus, cat);
    expect(outcome(refused)).toBe('not_found unknown_person');
    const nobody = await conversations.create(gus.id, { kind: 'direct', memberId: room });
    expect(JSON.stringify(refused).replaceAll(cat.id, '')).toBe(JSON.stringify(nobody).replaceAll(room, ''));
    expect(outcome(await direct(gus, ada))).toBe('ok');
    const several = await conversations.create(gus.id, { kind: 'direct', memberIds: [ada.id, cat.id] });
    expect(outcome(several), 'with one of several whom they do not know').toBe('not_found unknown_person');
    expect(outcome(await conversations.create(gus.id, { kind: 'direct', memberIds: [ada.id, bob.id] }))).toBe('ok');
    const opened = data(await direct(cat, gus));
    expect(data(await direct(gus, cat)).id).toBe(opened.id);
  });

  it('knows who is in a conversation with them or has left one, and finds nobody else, by id or by name', async () => {
    expect(await named([ada.id, bob.id, cat.id, gus.id])).toEqual(['Ada', 'Bob', 'Gus']);
    expect(await found()).toEqual(['Ada', 'Bob', 'Gus']);
    expect(await found('C')).toEqual([]);
    await say(bob);
    await conversations.leave(bob.id, { conversationId: room });
    expect(await named([bob.id]), 'whose messages are still to be read').toEqual(['Bob']);
    expect(await found(), 'who can be written to').toEqual(['Ada', 'Gus']);
    expect(await acquaintances.among(gus.id, [ada.id, bob.id, cat.id])).toEqual(new Set([ada.id]));
    await seed.direct(cat, gus);
    expect(await found('C')).toEqual(['Cat']);
    await conversations.leave(gus.id, { conversationId: room });
    expect(await named([ada.id, bob.id, cat.id])).toEqual(['Cat']);
  });

  it('is given no room by those who go while another member is left, and decides about none', async () => {
    const own = await seed.room([ada]);
    await seed.join(own, [gus]);
    await seed.join(own, [bob]);
    await conversations.leave(ada.id, { conversationId: own });
    const owner = async () =>
      (await seed.rows<{ owner_id: string }>('select owner_id from conversation where id = $1', [own]))[0]?.owner_id;
    expect(await owner()).toBe(bob.id);
    await conversations.role(from(bob), { conversationId: own, memberId: gus.id, role: 'owner' });
    const refused = await conversations.update(from(gus), { conversationId: own, visibility: 'public' });
    expect(outcome(refused)).toBe('forbidden not_owner');
    expect(outcome(await conversations.remove(from(gus), { conversationId: own, memberId: bob.id }))).toBe(
      'forbidden not_owner',
    );
  });
});

it('where only admins make rooms, members are refused and admins are not', async () => {
  await seed.rows(`update workspace set rooms_by = 'admins'`);
  const make = (actor: Person) =>
    conversations.create(actor.id, { kind: 'room', name: 'New', visibility: 'public', memberIds: [] });
  expect(outcome(await make(ada))).toBe('forbidden only_admins');
  expect(outcome(await make(admin))).toBe('ok');
  await seed.rows(`update workspace set rooms_by = 'members'`);
  expect(outcome(await make(ada))).toBe('ok');
});
