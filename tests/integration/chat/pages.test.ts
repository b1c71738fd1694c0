import { describe, expect, it } from 'vitest';
import { limits, type PayloadInput } from '../../../protocol/index.ts';
import { readChanges } from '../../../server/engine/log/changes.ts';
import { logKinds } from '../../../server/log-kinds.ts';
import type { Person } from '../../support/seed.ts';
import { ada, bob, data, database, directory, messages, prepareChat, publicRooms, room, say, seed } from './world.ts';

prepareChat();

const write = async (count: number, body = 'Hello') => {
  await seed.rows(
    `insert into message (conversation_id, seq, version, author_id, client_id, body)
     select $1, n, n, $2, gen_random_uuid(), $4 from generate_series(1, $3::int) n`,
    [room, ada.id, count, body],
  );
  await seed.rows('update log set last_seq = $2, last_version = $2 where id = $1', [room, count]);
};

const history = async (place: Omit<PayloadInput<'message:history'>, 'conversationId'>) => {
  const page = data(await messages.history(bob.id, { conversationId: room, limit: 4, ...place }));
  return { seqs: page.messages.map(({ seq }) => seq), hasOlder: page.hasOlder, hasNewer: page.hasNewer };
};

describe('a page of history', () => {
  it('at every edge holds what is next to its place, in order, and knows what there is beyond', async () => {
    await write(10);
    const page = (seqs: number[], hasOlder: boolean, hasNewer: boolean) => ({ seqs, hasOlder, hasNewer });
    expect(await history({})).toEqual(page([7, 8, 9, 10], true, false));
    expect(await history({ beforeSeq: 11 })).toEqual(page([7, 8, 9, 10], true, false));
    expect(await history({ beforeSeq: 99 })).toEqual(page([7, 8, 9, 10], true, false));
    expect(await history({ beforeSeq: 7 })).toEqual(page([3, 4, 5, 6], true, true));
    expect(await history({ beforeSeq: 3 })).toEqual(page([1, 2], false, true));
    expect(await history({ beforeSeq: 1 })).toEqual(page([], false, true));
    expect(await history({ beforeSeq: 0 })).toEqual(page([], false, true));
    expect(await history({ afterSeq: 0 })).toEqual(page([1, 2, 3, 4], false, true));
    expect(await history({ afterSeq: 6 })).toEqual(page([7, 8, 9, 10], true, false));
    expect(await history({ afterSeq: 8 })).toEqual(page([9, 10], true, false));
    expect(await history({ afterSeq: 10 })).toEqual(page([], true, false));
    expect(await history({ afterSeq: 99 })).toEqual(page([], true, false));
    expect(await history({ aroundSeq: 0 })).toEqual(page([1, 2, 3, 4], false, true));
    expect(await history({ aroundSeq: 1 })).toEqual(page([1, 2, 3, 4], false, true));
    expect(await history({ aroundSeq: 5 })).toEqual(page([3, 4, 5, 6], true, true));
    expect(await history({ aroundSeq: 9 })).toEqual(page([7, 8, 9, 10], true, false));
    expect(await history({ aroundSeq: 99 })).toEqual(page([7, 8, 9, 10], true, false));
  });

  it('of an empty conversation, or of one that is shorter than a page, is all there is', async () => {
    const nothing = { seqs: [], hasOlder: false, hasNewer: false };
    for (const place of [{}, { beforeSeq: 5 }, { afterSeq: 0 }, { aroundSeq: 3 }])
      expect(await history(place)).toEqual(nothing);
    await write(2);
    for (const place of [{}, { beforeSeq: 5 }, { afterSeq: 0 }, { aroundSeq: 2 }])
      expect(await history(place)).toEqual({ seqs: [1, 2], hasOlder: false, hasNewer: false });
  });
});

describe('a page of long messages', () => {
  const longest = '长'.repeat(limits.messageBody);
  const bytesOf = (page: object) => Buffer.byteLength(JSON.stringify(page));

  it('ends before it is too long, on the side that is further from the reader', async () => {
    await write(40, longest);
    const fits = Math.floor(limits.pageBytes / bytesOf({ body: longest }));
    const read = (place: object) => messages.history(bob.id, { conversationId: room, limit: 40, ...place });
    const seqsOf = async (place: object) => {
      const page = data(await read(place));
      expect(bytesOf(page.messages)).toBeLessThan(limits.pageBytes * 1.01);
      expect(page.messages.length).toBeGreaterThan(fits - 2);
      return [page.messages[0]?.seq, page.messages.at(-1)?.seq, page.hasOlder, page.hasNewer];
    };
    expect(await seqsOf({})).toEqual([expect.any(Number), 40, true, false]);
    expect(await seqsOf({ beforeSeq: 21 })).toEqual([expect.any(Number), 20, true, true]);
    expect(await seqsOf({ afterSeq: 5 })).toEqual([6, expect.any(Number), true, true]);
    const around = data(await read({ aroundSeq: 20 })).messages.map(({ seq }) => seq);
    expect(around).toContain(20);
    expect(Math.abs(20 - (around[0] ?? 0) - ((around.at(-1) ?? 0) - 20))).toBeLessThanOrEqual(1);
  });

  it('of changes goes on where it ended, for readers and for who delivers', async () => {
    await write(30, longest);
    let afterVersion = 0;
    const seqs: number[] = [];
    for (let complete = false; !complete; ) {
      const page = data(await messages.changes(bob.id, { conversationId: room, afterVersion, limit: 500 }));
      expect(bytesOf(page.messages)).toBeLessThan(limits.pageBytes * 1.01);
      expect(page.messages.length).toBeGreaterThan(0);
      ({ complete } = page);
      seqs.push(...page.messages.map(({ seq }) => seq));
      afterVersion = page.messages.at(-1)?.version ?? 0;
    }
    expect(seqs).toEqual(Array.from({ length: 30 }, (_, n) => n + 1));
    const [batch] = await readChanges(logKinds, database, new Map([[room, 0]]));
    expect(batch?.entries.length).toBeLessThan(30);
    expect(batch?.version).toBe(batch?.entries.at(-1)?.version);
  });
});

describe('browsing public rooms', () => {
  const browse = async (person: Person, payload: Partial<PayloadInput<'conversation:browse'>>) =>
    data(await publicRooms.browse(person.id, { limit: 2, ...payload }));

  it('in pages finds every room once, also those of one name', async () => {
    const ids = await Promise.all(
      Array.from({ length: 5 }, () => seed.room([ada], { name: 'Same', visibility: 'public' })),
    );
    await seed.room([ada], { name: 'Same, but private' });
    await seed.room([ada], { name: 'same, archived', visibility: 'public', archived: true });
    const found: string[] = [];
    const sizes: number[] = [];
    let after: string | undefined;
    for (let more = true; more; ) {
      const page = await browse(bob, { query: 'SAM', ...(after === undefined ? {} : { after }) });
      found.push(...page.conversations.map(({ id }) => id));
      sizes.push(page.conversations.length);
      after = page.next ?? undefined;
      more = page.next !== null;
    }
    expect(found.toSorted()).toEqual(ids.toSorted());
    expect(sizes).toEqual([2, 2, 1]);
  });

  it('says whether they were joined, and nothing of who is in them', async () => {
    const id = await seed.room([ada], { name: 'Unlike the others', visibility: 'public' });
    const seen = async (person: Person) => (await browse(person, { query: 'unlike' })).conversations[0];
    expect(await seen(ada)).toMatchObject({ id, joined: true, memberIds: [], memberCount: 1, unread: 0 });
    expect(await seen(bob)).toMatchObject({ id, joined: false });
    expect((await browse(bob, { query: '%' })).conversations).toEqual([]);
  });

  it('goes on where it ended, when it has looked through many names that do not fit', async () => {
    await seed.rows(
      `insert into conversation (kind, name, visibility)
       select 'room', 'bulk ' || n, 'public' from generate_series(1, $1::int) n`,
      [limits.searchedNames],
    );
    const id = await seed.room([ada], { name: 'zzz last', visibility: 'public' });
    const first = await browse(bob, { query: 'last' });
    expect(first.conversations).toEqual([]);
    expect(first.next).not.toBeNull();
    const second = await browse(bob, { query: 'last', after: first.next ?? '' });
    expect(second.conversations.map((one) => one.id)).toEqual([id]);
    await seed.rows(`delete from conversation where name like 'bulk %'`);
  });
});

describe('a reaction', () => {
  it('of which there are many tells the latest, and each reader their own', async () => {
    const crowd = await Promise.all(Array.from({ length: 60 }, (_, n) => seed.person(`P${n}`)));
    await seed.join(room, crowd);
    const { id: messageId } = await say(ada);
    for (const { id } of crowd) data(await messages.react(id, { messageId, emoji: '👍', on: true }));
    const [first, last] = [crowd[0], crowd.at(-1)];
    if (!first || !last) throw new Error('nobody');
    const seenBy = async (person: Person) =>
      data(await messages.history(person.id, { conversationId: room, limit: 5 })).messages[0]?.reactions[0];
    const everybody = { emoji: '👍', count: 60, userIds: crowd.slice(-limits.listedReactors).map(({ id }) => id) };
    expect(await seenBy(last)).toEqual(everybody);
    expect(await seenBy(ada)).toEqual(everybody);
    expect((await seenBy(first))?.userIds).toContain(first.id);
    expect((await seenBy(first))?.userIds).toHaveLength(limits.listedReactors);
    const changes = data(await messages.changes(first.id, { conversationId: room, afterVersion: 0, limit: 5 }));
    expect(changes.messages[0]?.reactions[0]?.userIds).toContain(first.id);
  });

  it('is one of so many kinds on a message, and of a kind that is there people go on', async () => {
    const kinds = Array.from({ length: limits.reactionKinds }, (_, n) => String.fromCodePoint(0x1f400 + n));
    const { id: messageId } = await say(ada);
    for (const emoji of kinds) data(await messages.react(ada.id, { messageId, emoji, on: true }));
    const react = (emoji: string, on: boolean) => messages.react(bob.id, { messageId, emoji, on });
    expect(await react('👍', true)).toMatchObject({
      error: { code: 'conflict', data: { reason: 'too_many_reactions' } },
    });
    expect(await react(kinds[3] ?? '', true)).toMatchObject({ ok: true });
    data(await messages.react(ada.id, { messageId, emoji: kinds[0] ?? '', on: false }));
    expect(await react('👍', true)).toMatchObject({ ok: true });
  });
});

it('people are found among so many names, and by the beginning of their name among all', async () => {
  await seed.rows(
    `insert into "user" (id, name, email) select gen_random_uuid(), 'bulk ' || n, n || '@bulk' from generate_series(1, $1::int) n`,
    [limits.searchedNames],
  );
  const someone = await seed.person('zzz Quint');
  const find = async (query: string) => data(await directory.list({ query, limit: 5 }));
  expect(await find('zzz q')).toMatchObject({ people: [{ id: someone.id }] });
  // Within a word: what begins one is found by its key, as soon as that is made.
  expect(await find('uint')).toEqual({ people: [], complete: false });
  await seed.rows(`delete from "user" where email like '%@bulk'`);
  expect(await find('uint')).toMatchObject({ people: [{ id: someone.id }], complete: true });
});
