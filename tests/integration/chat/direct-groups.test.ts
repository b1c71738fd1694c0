import { expect, it } from 'vitest';
import { ConversationCreatePayload, limits } from '../../../protocol/index.ts';
import { from } from '../../support/from.ts';
import type { Person } from '../../support/seed.ts';
import { ada, bob, cat, conversations, data, membersOf, outcome, prepareChat, seed, seenBy } from './world.ts';

prepareChat();

const open = (actor: Person, ...others: Person[]) =>
  conversations.create(actor.id, { kind: 'direct', memberIds: others.map(({ id }) => id) });

it('the same people are the same conversation, whoever of them asks, in whatever order', async () => {
  const first = data(await open(ada, bob, cat));
  expect(first).toMatchObject({ kind: 'direct', name: null, peerId: null, ownerId: null, memberCount: 3 });
  expect([...first.peerIds].sort()).toEqual([bob.id, cat.id].sort());
  for (const [actor, ...others] of [
    [ada, cat, bob],
    [bob, ada, cat],
    [cat, cat, ada, bob, cat],
  ] as const)
    expect(data(await open(actor, ...others)).id).toBe(first.id);
  expect(data(await open(ada, bob)).id).not.toBe(first.id);
});

it('between two it is the one that there was, and with nobody else the one with oneself', async () => {
  const dora = await seed.person('Dora');
  const known = data(await conversations.create(ada.id, { kind: 'direct', memberId: dora.id }));
  expect(data(await open(dora, ada, dora))).toMatchObject({ id: known.id, peerId: ada.id, peerIds: [ada.id] });
  expect(data(await open(dora, dora))).toMatchObject({ memberCount: 1, peerIds: [dora.id] });
});

it('of many who ask for it at once, all get the same one', async () => {
  const people = await Promise.all(['E', 'F', 'G', 'H'].map((name) => seed.person(name)));
  const asked = await Promise.all(
    Array.from({ length: 20 }, (_, n) => {
      const actor = people[n % people.length] as Person;
      return open(actor, ...people.filter(({ id }) => id !== actor.id));
    }),
  );
  const ids = new Set(asked.map((answer) => data(answer).id));
  expect(ids.size).toBe(1);
  const [id = ''] = ids;
  expect(await membersOf(id)).toEqual(people.map((person) => person.id).sort());
});

it('nobody joins or leaves it, is added or removed, or names it', async () => {
  const { id: conversationId } = data(await open(ada, bob, cat));
  const dave = await seed.person('Dave');
  const answers = [
    await conversations.leave(ada.id, { conversationId }),
    await conversations.invite(ada.id, { conversationId, memberIds: [dave.id] }),
    await conversations.remove(from(ada), { conversationId, memberId: bob.id }),
    await conversations.update(from(ada), { conversationId, name: 'Ours' }),
  ];
  expect(answers.map(outcome)).toEqual(answers.map(() => 'forbidden direct'));
  expect(outcome(await conversations.join(dave.id, { conversationId }))).toBe('not_found');
});

it('who is banned or gone stays named in it, and no other one is begun with them', async () => {
  const [gone, banned] = [await seed.person('Gone'), await seed.person('Banned')];
  const { id } = data(await open(ada, gone, banned));
  await seed.rows('delete from "user" where id = $1', [gone.id]);
  await seed.rows('update "user" set banned = true where id = $1', [banned.id]);
  const seen = await seenBy(ada, id);
  expect([...seen.peerIds].sort()).toEqual([gone.id, banned.id].sort());
  expect(data(await open(ada, banned, gone)).id).toBe(id);
  expect(await open(bob, ada, banned)).toMatchObject({
    error: { code: 'not_found', data: { reason: 'unknown_person', personId: banned.id } },
  });
});

it('has nine people at most, and whoever is put into too many conversations by others is put into no further one', async () => {
  const ids = Array.from({ length: limits.directPeople }, () => crypto.randomUUID());
  const parse = (memberIds: string[]) => ConversationCreatePayload.safeParse({ kind: 'direct', memberIds }).success;
  expect([parse(ids.slice(1)), parse(ids), parse([])]).toEqual([true, false, false]);
  const both = { kind: 'direct', memberId: ids[0], memberIds: ids.slice(1, 3) };
  expect(ConversationCreatePayload.safeParse(both).success).toBe(false);
  const busy = await seed.person('Busy');
  await seed.rows(
    `with c as (insert into conversation (kind, name) select 'room', 'R' from generate_series(1, $2::int) returning id)
     insert into member (conversation_id, user_id, added_by) select id, $1, $3 from c`,
    [busy.id, limits.roomsByOthers, ada.id],
  );
  expect(outcome(await open(ada, bob, busy))).toBe('conflict too_many_rooms');
});
