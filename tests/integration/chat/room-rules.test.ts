import { describe, expect, it } from 'vitest';
import { limits } from '../../../protocol/index.ts';
import { from } from '../../support/from.ts';
import type { Person } from '../../support/seed.ts';
import {
  ada,
  admin,
  bob,
  cat,
  conversations,
  data,
  directory,
  membersOf,
  messages,
  outcome,
  prepareChat,
  room,
  say,
  seed,
  seenBy,
} from './world.ts';

prepareChat();

const make = async (owner: Person, visibility: 'public' | 'private' = 'private', others: Person[] = []) =>
  data(
    await conversations.create(owner.id, {
      ...{ kind: 'room', name: 'Made', visibility },
      memberIds: others.map(({ id }) => id),
    }),
  );
const ownerOf = async (id: string) =>
  (await seed.rows<{ owner_id: string | null }>('select owner_id from conversation where id = $1', [id]))[0]?.owner_id;
const archive = (id = room) =>
  seed.rows('update conversation set archived_at = now(), archived_by_id = $2 where id = $1', [id, ada.id]);

describe('a direct conversation', () => {
  it('cannot be left, described, archived, given away, or changed in its members', async () => {
    const conversationId = await seed.direct(ada, bob);
    const answers = [
      await conversations.leave(ada.id, { conversationId }),
      await conversations.update(from(ada), { conversationId, name: 'Ours' }),
      await conversations.update(from(ada), { conversationId, archived: true }),
      await conversations.invite(ada.id, { conversationId, memberIds: [cat.id] }),
      await conversations.remove(from(ada), { conversationId, memberId: bob.id }),
      await conversations.role(from(ada), { conversationId, memberId: bob.id, role: 'owner' }),
    ];
    expect(answers.map(outcome)).toEqual(answers.map(() => 'forbidden direct'));
    expect(await membersOf(conversationId)).toEqual([ada.id, bob.id].sort());
    expect(outcome(await conversations.join(cat.id, { conversationId }))).toBe('not_found');
  });

  it('exists once, and knows the other person also when their account is gone', async () => {
    const gone = await seed.person('Gone');
    const open = async () => data(await conversations.create(ada.id, { kind: 'direct', memberId: gone.id }));
    const first = await open();
    expect(await open()).toEqual(first);
    expect(first).toMatchObject({ peerId: gone.id, ownerId: null, memberCount: 2 });
    await seed.rows('delete from "user" where id = $1', [gone.id]);
    expect(await seenBy(ada, first.id)).toMatchObject({ peerId: gone.id, memberIds: [ada.id], memberCount: 1 });
    expect((await open()).id).toBe(first.id);
  });

  it('stays with somebody who was banned, and is not begun with them', async () => {
    const [known, stranger] = [await seed.person('Known'), await seed.person('Stranger')];
    const { id } = data(await conversations.create(ada.id, { kind: 'direct', memberId: known.id }));
    await seed.rows('update "user" set banned = true where id = any ($1::uuid[])', [[known.id, stranger.id]]);
    expect(data(await conversations.create(ada.id, { kind: 'direct', memberId: known.id })).id).toBe(id);
    const refused = await conversations.create(ada.id, { kind: 'direct', memberId: stranger.id });
    expect(refused).toMatchObject({
      error: { code: 'not_found', data: { reason: 'unknown_person', personId: stranger.id } },
    });
  });
});

describe('an archived room', () => {
  it('is not joined, described, invited into or written to, and says why and by whom', async () => {
    const { id: conversationId } = await make(ada, 'public', [bob]);
    const { id: messageId } = await say(ada, 'before', conversationId);
    await archive(conversationId);
    const answers = [
      await conversations.join(cat.id, { conversationId }),
      await conversations.update(from(ada), { conversationId, name: 'Renamed' }),
      await conversations.invite(ada.id, { conversationId, memberIds: [cat.id] }),
      await messages.send(bob.id, { conversationId, clientId: crypto.randomUUID(), body: 'late' }),
      await messages.edit(ada.id, { messageId, body: 'after' }),
    ];
    expect(answers.map(outcome)).toEqual(answers.map(() => 'conflict archived'));
    expect(answers[3]).toMatchObject({ error: { data: { byId: ada.id } } });
    expect(await membersOf(conversationId)).toEqual([ada.id, bob.id].sort());
  });

  it('is left by who wants to, and opened again by its owner alone', async () => {
    await archive();
    const reopen = (person: Person) => conversations.update(from(person), { conversationId: room, archived: false });
    expect(outcome(await reopen(bob))).toBe('forbidden not_owner');
    expect(data(await reopen(ada)).archivedAt).toBeNull();
    await archive();
    expect(outcome(await conversations.leave(bob.id, { conversationId: room }))).toBe('ok');
  });
});

describe('the owner of a room', () => {
  it('is who made it, and alone publishes, archives, removes and gives it away', async () => {
    const { id: conversationId, ownerId } = await make(ada, 'private', [bob, cat]);
    expect(ownerId).toBe(ada.id);
    const governed = async (person: Person) => [
      await conversations.update(from(person), { conversationId, visibility: 'public' }),
      await conversations.remove(from(person), { conversationId, memberId: cat.id }),
      await conversations.update(from(person), { conversationId, archived: true }),
      await conversations.update(from(person), { conversationId, archived: false }),
      await conversations.role(from(person), { conversationId, memberId: bob.id, role: 'owner' }),
    ];
    expect((await governed(bob)).map(outcome)).toEqual([
      'forbidden not_owner',
      'forbidden not_owner',
      'forbidden not_owner',
      'forbidden not_owner',
      'forbidden not_owner',
    ]);
    expect(await seenBy(bob, conversationId)).toMatchObject({ visibility: 'private', ownerId: ada.id, memberCount: 3 });
    expect((await governed(ada)).map(outcome)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    expect(await ownerOf(conversationId)).toBe(bob.id);
    expect(outcome(await conversations.update(from(ada), { conversationId, archived: true }))).toBe(
      'forbidden not_owner',
    );
  });

  it('does not mind that members rename the room and say what it is about', async () => {
    const changed = data(
      await conversations.update(from(bob), { conversationId: room, name: 'Ours', topic: 'All of it' }),
    );
    expect(changed).toMatchObject({ name: 'Ours', topic: 'All of it' });
    expect(data(await conversations.update(from(bob), { conversationId: room, topic: null })).topic).toBeNull();
  });

  it('who leaves, or whose account goes, is followed by who has been there longest', async () => {
    const { id } = await make(ada, 'private', []);
    // Not in the order of their ids, by which nobody is older.
    const [early, late] = bob.id > cat.id ? [bob, cat] : [cat, bob];
    for (const person of [early, late])
      data(await conversations.invite(ada.id, { conversationId: id, memberIds: [person.id] }));
    data(await conversations.leave(ada.id, { conversationId: id }));
    expect(await ownerOf(id)).toBe(early.id);
    const guest = await seed.person('Guest');
    const { id: other } = await make(guest, 'private', [bob]);
    await seed.rows('delete from "user" where id = $1', [guest.id]);
    expect(await ownerOf(other)).toBe(bob.id);
    data(await conversations.leave(bob.id, { conversationId: other }));
    expect(await ownerOf(other)).toBeNull();
  });

  it('is not who comes to a public room', async () => {
    const { id: conversationId } = await make(ada, 'public');
    expect(data(await conversations.join(bob.id, { conversationId })).ownerId).toBe(ada.id);
    expect(outcome(await conversations.remove(from(bob), { conversationId, memberId: ada.id }))).toBe(
      'forbidden not_owner',
    );
  });
});

describe('an admin', () => {
  it('puts a public room in order without being a member, and does not become one', async () => {
    const { id: conversationId } = await make(ada, 'public', [bob]);
    const archived = data(await conversations.update(from(admin), { conversationId, archived: true }));
    expect(archived).toMatchObject({ unread: 0, memberIds: [] });
    data(await conversations.update(from(admin), { conversationId, archived: false }));
    data(await conversations.role(from(admin), { conversationId, memberId: bob.id, role: 'owner' }));
    data(await conversations.remove(from(admin), { conversationId, memberId: ada.id }));
    expect(await membersOf(conversationId)).toEqual([bob.id]);
    expect(outcome(await messages.history(admin.id, { conversationId, limit: 5 }))).toBe('not_found');
  });

  it('knows nothing of a private room without being a member', async () => {
    const answers = [
      await conversations.update(from(admin), { conversationId: room, archived: true }),
      await conversations.remove(from(admin), { conversationId: room, memberId: bob.id }),
      await conversations.role(from(admin), { conversationId: room, memberId: bob.id, role: 'owner' }),
      await conversations.invite(admin.id, { conversationId: room, memberIds: [cat.id] }),
      await conversations.join(admin.id, { conversationId: room }),
    ];
    expect(answers.map(outcome)).toEqual(answers.map(() => 'not_found'));
    await seed.join(room, [admin]);
    expect(outcome(await conversations.update(from(admin), { conversationId: room, archived: true }))).toBe('ok');
  });
});

describe('people in a room', () => {
  it('who are banned or do not exist are added by nobody, when it is made as later, and nobody else is either', async () => {
    const banned = await seed.person('Banned');
    await seed.rows('update "user" set banned = true where id = $1', [banned.id]);
    for (const id of [banned.id, crypto.randomUUID()]) {
      const refused = { error: { message: 'memberIds: not found', data: { reason: 'unknown_person', personId: id } } };
      const memberIds = [cat.id, id];
      expect(await conversations.invite(ada.id, { conversationId: room, memberIds })).toMatchObject(refused);
      expect(
        await conversations.create(ada.id, { kind: 'room', name: 'x', visibility: 'private', memberIds }),
      ).toMatchObject(refused);
    }
    expect(await membersOf()).toEqual([ada.id, bob.id].sort());
  });

  it('who left are not put back, but may come back once they were invited', async () => {
    data(await conversations.leave(bob.id, { conversationId: room }));
    expect(outcome(await conversations.join(bob.id, { conversationId: room }))).toBe('not_found left');
    const invited = data(await conversations.invite(ada.id, { conversationId: room, memberIds: [bob.id, cat.id] }));
    expect(invited).toMatchObject({ asked: [bob.id], memberIds: expect.arrayContaining([ada.id, cat.id]) });
    expect(await membersOf()).toEqual([ada.id, cat.id].sort());
    expect(data(await conversations.join(bob.id, { conversationId: room })).memberCount).toBe(3);
    expect(data(await conversations.invite(ada.id, { conversationId: room, memberIds: [bob.id] })).asked).toEqual([]);
  });

  it('who were removed can be invited again, and until then hear who removed them', async () => {
    data(await conversations.remove(from(ada), { conversationId: room, memberId: bob.id }));
    const reason = { error: { code: 'not_found', message: 'not found', data: { reason: 'removed', byId: ada.id } } };
    const clientId = crypto.randomUUID();
    expect(await messages.send(bob.id, { conversationId: room, clientId, body: 'still' })).toMatchObject(reason);
    expect(await messages.history(bob.id, { conversationId: room, limit: 5 })).toMatchObject(reason);
    expect(await messages.changes(bob.id, { conversationId: room, afterVersion: 0, limit: 5 })).toMatchObject(reason);
    expect(await conversations.leave(bob.id, { conversationId: room })).toMatchObject(reason);
    expect(await messages.history(cat.id, { conversationId: room, limit: 5 })).toEqual({
      ok: false,
      error: { code: 'not_found', message: 'not found' },
    });
    expect(data(await conversations.invite(ada.id, { conversationId: room, memberIds: [bob.id] })).memberCount).toBe(2);
  });

  it('are not put into rooms without end by others, and then not into one more', async () => {
    const busy = await seed.person('Busy');
    await seed.rows(
      `with made as (insert into conversation (kind, name) select 'room', n::text from generate_series(1, $2::int) n returning id)
       insert into member (conversation_id, user_id, added_by) select id, $1, $3 from made`,
      [busy.id, limits.roomsByOthers - 1, ada.id],
    );
    data(await conversations.invite(ada.id, { conversationId: room, memberIds: [busy.id] }));
    const more = await seed.room([ada]);
    const refused = await conversations.invite(ada.id, { conversationId: more, memberIds: [cat.id, busy.id] });
    expect(refused).toMatchObject({
      error: { code: 'conflict', data: { reason: 'too_many_rooms', personId: busy.id } },
    });
    expect(await membersOf(more)).toEqual([ada.id]);
    const { id: conversationId } = await make(ada, 'public');
    expect(outcome(await conversations.join(busy.id, { conversationId }))).toBe('ok');
    expect(outcome(await conversations.create(ada.id, { kind: 'direct', memberId: busy.id }))).toBe('ok');
  });

  it('are in so many conversations and no more', async () => {
    const full = await seed.person('Full');
    await seed.rows(
      `with made as (insert into conversation (kind, name) select 'room', n::text from generate_series(1, $2::int) n returning id)
       insert into member (conversation_id, user_id) select id, $1 from made`,
      [full.id, limits.conversationsPerPerson],
    );
    const { id: conversationId } = await make(ada, 'public');
    const answers = [
      await conversations.join(full.id, { conversationId }),
      await conversations.create(full.id, { kind: 'room', name: 'x', visibility: 'private' }),
      await conversations.create(full.id, { kind: 'direct', memberId: ada.id }),
    ];
    expect(answers.map(outcome)).toEqual(answers.map(() => 'conflict too_many_conversations'));
    expect(outcome(await conversations.invite(ada.id, { conversationId, memberIds: [full.id] }))).toBe(
      'conflict too_many_rooms',
    );
  });
});

describe('what is judged holds when it is acted upon', () => {
  it('a room that is made private while somebody joins is not joined', async () => {
    const { id: conversationId } = await make(ada, 'public');
    const client = await seed.pool.connect();
    await client.query('begin');
    await client.query(`update conversation set visibility = 'private' where id = $1`, [conversationId]);
    const joining = conversations.join(bob.id, { conversationId });
    await untilSomebodyWaits();
    await client.query('commit');
    client.release();
    expect(outcome(await joining)).toBe('not_found');
    expect(await membersOf(conversationId)).toEqual([ada.id]);
  });

  it('who is removed while they change a message changes nothing', async () => {
    const { id: messageId } = await say(bob, 'mine');
    const client = await seed.pool.connect();
    await client.query('begin');
    await client.query('select * from conversation where id = $1 for no key update', [room]);
    await client.query('delete from member where conversation_id = $1 and user_id = $2', [room, bob.id]);
    const editing = messages.edit(bob.id, { messageId, body: 'too late' });
    await untilSomebodyWaits();
    await client.query('commit');
    client.release();
    expect(outcome(await editing)).toBe('not_found');
  });
});

/** Another connection waits for a lock. */
const untilSomebodyWaits = async () => {
  for (;;) {
    const [row] = await seed.rows<{ waiting: boolean }>(
      `select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') as waiting`,
    );
    if (row?.waiting) return;
  }
};

describe('people in the directory', () => {
  it('are found by the beginning of their name, or by a part of it, and who is banned by nobody', async () => {
    const someone = await seed.person('Zoë Quint');
    const names = async (query: string) =>
      data(await directory.list({ query, limit: 50 })).people.map(({ name }) => name);
    expect(await names('zo')).toEqual(['Zoë Quint']);
    expect(await names('QUIN')).toEqual(['Zoë Quint']);
    expect(await names('%')).toEqual([]);
    await seed.rows('update "user" set banned = true where id = $1', [someone.id]);
    expect(await names('zo')).toEqual([]);
    expect(data(await directory.list({ ids: [someone.id, someone.id], limit: 1 })).people).toHaveLength(1);
  });
});
