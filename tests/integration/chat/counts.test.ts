import { describe, expect, it } from 'vitest';
import { limits, type Role } from '../../../protocol/index.ts';
import { from } from '../../support/from.ts';
import {
  ada,
  bob,
  cat,
  conversations,
  data,
  marks,
  messages,
  outcome,
  prepareChat,
  room,
  say,
  seed,
  seenBy,
} from './world.ts';

prepareChat();

const mark = async (person: { id: string }, seq: number, back = false) =>
  data(await marks.mark(person.id, { conversationId: room, seq, back })).state;

describe('unread messages', () => {
  it('are those after the mark, to the last one', async () => {
    for (let n = 0; n < 4; n += 1) await say(ada);
    expect(await seenBy(bob)).toMatchObject({ readSeq: 0, unread: 4 });
    expect(await mark(bob, 3)).toMatchObject({ readSeq: 3, unread: 1, lastSeq: 4, version: 4 });
    expect(await mark(bob, 99)).toMatchObject({ readSeq: 4, unread: 0 });
  });

  it('are not one’s own, and who writes has read everything before', async () => {
    await say(ada);
    await say(bob);
    expect(await seenBy(bob)).toMatchObject({ readSeq: 2, unread: 0 });
    expect(await seenBy(ada)).toMatchObject({ unread: 1 });
  });

  it('are not those that were deleted before they were read', async () => {
    const [gone] = [await say(ada), await say(ada)];
    data(await messages.delete(ada.id, { messageId: gone.id }));
    expect(await seenBy(bob)).toMatchObject({ unread: 1 });
    expect(await mark(bob, 0)).toMatchObject({ unread: 1 });
    expect(await mark(bob, 1)).toMatchObject({ unread: 1 });
  });

  it('are not those that were read elsewhere; the mark swallows them as it passes', async () => {
    const all = [];
    for (let n = 0; n < 6; n += 1) all.push(await say(ada));
    await seed.rows(`update member set read_ranges = '{[2,4),[6,7)}' where conversation_id = $1 and user_id = $2`, [
      room,
      bob.id,
    ]);
    expect(await seenBy(bob)).toMatchObject({ unread: 3 });
    data(await messages.delete(ada.id, { messageId: all[2]?.id ?? '' }));
    expect(await seenBy(bob), 'one that was read and is deleted').toMatchObject({ unread: 3 });
    expect(await mark(bob, 2)).toMatchObject({ unread: 2 });
    expect(await mark(bob, 6)).toMatchObject({ unread: 0 });
    expect(
      await seed.rows('select read_ranges::text as ranges from member where user_id = $1 and conversation_id = $2', [
        bob.id,
        room,
      ]),
    ).toEqual([{ ranges: '{}' }]);
  });

  it('of an archived room do not count, mentions do', async () => {
    await say(ada, `<@${bob.id}>`);
    data(await conversations.update(from(ada), { conversationId: room, archived: true }));
    expect(await seenBy(bob)).toMatchObject({ unread: 0, mentions: 1 });
    data(await conversations.update(from(ada), { conversationId: room, archived: false }));
    expect(await seenBy(bob)).toMatchObject({ unread: 1, mentions: 1 });
  });

  it('begin for who comes later with what is written from then on', async () => {
    await say(ada, `<@${cat.id}>`);
    data(await conversations.invite(ada.id, { conversationId: room, memberIds: [cat.id] }));
    expect(await seenBy(cat)).toMatchObject({ readSeq: 1, unread: 0, mentions: 0 });
    await say(ada, `<@${cat.id}>`);
    expect(await seenBy(cat)).toMatchObject({ unread: 1, mentions: 1 });
    expect(await mark(cat, 0, true), 'no further back').toMatchObject({ readSeq: 1, unread: 1, mentions: 1 });
  });
});

describe('a read mark', () => {
  it('does not go back by itself', async () => {
    for (let n = 0; n < 3; n += 1) await say(ada);
    await mark(bob, 3);
    expect(await mark(bob, 1)).toMatchObject({ readTurn: 0, readSeq: 3, unread: 0 });
  });

  it('goes back when it is told to, in a new turn, and one’s own messages stay read', async () => {
    await say(ada, `<@${bob.id}>`);
    await say(bob);
    await say(ada);
    await mark(bob, 3);
    expect(await mark(bob, 0, true)).toMatchObject({ readTurn: 1, readSeq: 0, unread: 2, mentions: 1 });
    expect(await mark(bob, 1)).toMatchObject({ readTurn: 1, readSeq: 1, unread: 1, mentions: 0 });
    expect(await mark(bob, 2, true), 'that is not back').toMatchObject({ readTurn: 1, readSeq: 2, unread: 1 });
  });

  it('does not go back further than it can be counted', async () => {
    await seed.rows('update log set last_seq = $2, last_version = $2 where id = $1', [room, limits.markBack + 5]);
    await mark(bob, limits.markBack + 5);
    expect(outcome(await marks.mark(bob.id, { conversationId: room, seq: 4, back: true }))).toBe(
      'conflict too_far_back',
    );
    expect(await mark(bob, 5, true)).toMatchObject({ readTurn: 1, readSeq: 5, unread: limits.markBack });
  });

  it('of others is told where few are', async () => {
    await say(ada);
    await mark(bob, 1);
    expect(await seenBy(ada)).toMatchObject({
      readMarks: { [bob.id]: 1 },
      memberIds: expect.arrayContaining([ada.id, bob.id]),
    });
    const crowd = await Promise.all(Array.from({ length: limits.readMarkMembers - 1 }, (_, n) => seed.person(`P${n}`)));
    await seed.join(room, crowd);
    expect(await seenBy(ada)).toMatchObject({ readMarks: {}, memberCount: limits.readMarkMembers + 1 });
    expect((await seenBy(ada)).memberIds.toSorted()).toEqual([ada, bob, ...crowd].map(({ id }) => id).toSorted());
  });
});

describe('mentions', () => {
  const mentions = async (person: { id: string; name: string; role: Role }) => (await seenBy(person)).mentions;

  it('follow an edit: added, taken away, moved to somebody else', async () => {
    await seed.join(room, [cat]);
    const { id: messageId } = await say(ada, 'nobody');
    const edit = async (body: string) => data(await messages.edit(ada.id, { messageId, body }));
    await edit(`<@${bob.id}> <@${bob.id}>`);
    expect([await mentions(bob), await mentions(cat)]).toEqual([1, 0]);
    await edit(`<@${cat.id}> <@${ada.id}>`);
    expect([await mentions(bob), await mentions(cat), await mentions(ada)]).toEqual([0, 1, 0]);
    await edit('nobody again');
    expect([await mentions(bob), await mentions(cat)]).toEqual([0, 0]);
  });

  it('go with the message, and do not count once they are read', async () => {
    const [first] = [await say(ada, `<@${bob.id}>`), await say(ada, `<@${bob.id}>`)];
    data(await messages.delete(ada.id, { messageId: first.id }));
    expect(await mentions(bob)).toBe(1);
    data(await messages.react(bob.id, { messageId: (await say(ada, 'x')).id, emoji: '👍', on: true }));
    expect(await mentions(bob)).toBe(1);
    expect(await mark(bob, 2)).toMatchObject({ mentions: 0 });
  });

  it('by an edit of what was read do not count', async () => {
    const { id: messageId } = await say(ada, 'plain');
    await mark(bob, 1);
    data(await messages.edit(ada.id, { messageId, body: `<@${bob.id}>` }));
    expect(await seenBy(bob)).toMatchObject({ unread: 0, mentions: 0 });
  });

  it('are of members only, and end with the membership', async () => {
    await say(ada, `<@${cat.id}> <@${bob.id}>`);
    data(await conversations.remove(from(ada), { conversationId: room, memberId: bob.id }));
    expect(await seed.rows('select 1 from mention where conversation_id = $1', [room])).toEqual([]);
  });
});
