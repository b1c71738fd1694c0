import { expect, it } from 'vitest';
import { from } from '../../support/from.ts';
import type { Person } from '../../support/seed.ts';
import {
  ada,
  admin,
  bob,
  cat,
  conversations,
  data,
  membersOf,
  outcome,
  prepareChat,
  room,
  seed,
  seenBy,
} from './world.ts';

prepareChat();

const change = (person: Person, patch: object, conversationId = room) =>
  conversations.update(from(person), { conversationId, ...patch });
const add = (person: Person, ...people: Person[]) =>
  conversations.invite(person.id, { conversationId: room, memberIds: people.map(({ id }) => id) });

it('members add people and name the room, until its owner keeps that to themselves', async () => {
  expect(await seenBy(bob)).toMatchObject({ inviting: 'members', describing: 'members' });
  expect(outcome(await change(bob, { name: 'Ours' }))).toBe('ok');
  for (const patch of [{ inviting: 'owner' }, { describing: 'owner' }])
    expect(outcome(await change(bob, patch))).toBe('forbidden not_owner');
  expect(data(await change(ada, { inviting: 'owner', describing: 'owner' }))).toMatchObject({
    inviting: 'owner',
    describing: 'owner',
  });
  expect(outcome(await add(bob, cat))).toBe('forbidden not_owner');
  expect(outcome(await change(bob, { topic: 'Mine' }))).toBe('forbidden not_owner');
  expect(await membersOf()).toEqual([ada.id, bob.id].sort());
  expect(outcome(await add(ada, cat))).toBe('ok');
  expect(outcome(await change(ada, { topic: 'Mine' }))).toBe('ok');
  await change(ada, { inviting: 'members' });
  expect(outcome(await add(bob, await seed.person('Dora')))).toBe('ok');
});

it('an admin may what the owner of a public room may', async () => {
  await change(ada, { visibility: 'public', inviting: 'owner' });
  expect(outcome(await add(admin, cat))).toBe('ok');
});
