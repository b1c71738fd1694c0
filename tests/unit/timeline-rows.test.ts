import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimelineItem } from '../../app/_live/messages/timeline.ts';
import { rowsOf } from '../../app/(workspace)/chat/_timeline/rows.ts';

const minute = 60_000;
const start = Date.UTC(2026, 10, 23, 8);
const isSameDay = (a: number, b: number) => Math.floor(a / 86_400_000) === Math.floor(b / 86_400_000);

const item = (
  seq: number,
  at: number,
  authorId = 'lin',
  more: Partial<TimelineItem['message']> = {},
): TimelineItem => ({
  key: `m${seq}`,
  state: 'sent',
  message: {
    id: `m${seq}`,
    seq,
    conversationId: 'c',
    authorId,
    clientId: `m${seq}`,
    body: 'x',
    replyToId: null,
    attachments: [],
    reactions: [],
    createdAt: new Date(at).toISOString(),
    editedAt: null,
    deletedAt: null,
    ...more,
  },
});

const options = { firstNewSeq: null, hasOlder: false, oldest: new Set<string>(), isSameDay };
const heads = (items: TimelineItem[], more = {}) => rowsOf(items, { ...options, ...more }).map(({ head }) => head);

describe('the rows of a conversation', () => {
  it('group messages of one author within five minutes', () => {
    expect(heads([item(1, start), item(2, start + 4 * minute), item(3, start + 10 * minute)])).toEqual([
      true,
      false,
      true,
    ]);
    expect(heads([item(1, start), item(2, start, 'bob'), item(3, start, 'bob')])).toEqual([true, true, false]);
  });

  it('begin a new group at the "New" line, at a reply and after a deleted message', () => {
    expect(heads([item(1, start), item(2, start)], { firstNewSeq: 2 })).toEqual([true, true]);
    expect(heads([item(1, start), item(2, start, 'lin', { replyToId: 'm1' })])).toEqual([true, true]);
    expect(heads([item(1, start, 'lin', { deletedAt: 'now' }), item(2, start)])).toEqual([true, true]);
  });

  it('name each day once, between its neighbours', () => {
    const rows = rowsOf(
      [item(1, start), item(2, start + 20 * 60 * minute), item(3, start + 21 * 60 * minute)],
      options,
    );
    expect(rows.map(({ dayBefore, dayAfter }) => [dayBefore, dayAfter])).toEqual([
      [start, null].map((_, place) => (place === 0 ? start : start + 20 * 60 * minute)),
      [null, null],
      [null, null],
    ]);
  });

  it('look the same after older messages were put above them', () => {
    const log = fc.array(fc.tuple(fc.constantFrom('lin', 'bob'), fc.integer({ min: 0, max: 900 * minute })), {
      minLength: 2,
      maxLength: 40,
    });
    fc.assert(
      fc.property(log, fc.nat(), (entries, cut) => {
        let at = start;
        const items = entries.map(([author, pause], place) => {
          at += pause;
          return item(place + 1, at, author);
        });
        const from = 1 + (cut % (items.length - 1));
        const oldest = new Set([items[from]?.key ?? '']);
        const before = rowsOf(items.slice(from), { ...options, oldest, hasOlder: true });
        const after = rowsOf(items, { ...options, oldest }).slice(from);
        expect(after).toEqual(before);
      }),
    );
  });
});
