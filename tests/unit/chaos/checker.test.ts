import { describe, expect, test } from 'vitest';
import { type Book, type BookFacts, checkBooks, checkPlainBook } from '../../chaos/checker/books.ts';
import { check, type Verdict } from '../../chaos/checker/check.ts';
import type { Facts, Stored } from '../../chaos/checker/facts.ts';
import { checkMarks } from '../../chaos/checker/marks.ts';
import { checkTickets, type TicketFacts } from '../../chaos/checker/tickets.ts';

const room = 'room';
const stored = (seq: number): Stored => ({
  ...{ conversationId: room, seq, clientId: `client-${seq}`, authorId: 'ada', body: `text ${seq}`, version: seq },
  ...{ deleted: false, reactions: '' },
});
const told = (seq: number) => ({
  ...{ authorId: 'ada', conversationId: room, clientId: `client-${seq}`, seq, at: seq },
});
const shown = (seq: number) => ({ seq, clientId: `client-${seq}` });

/** Three messages, written, acknowledged, stored and read as promised. */
const sound = (): Facts => ({
  written: [1, 2, 3].map(told),
  acknowledged: [1, 2, 3].map(told),
  stored: [1, 2, 3].map(stored),
  heads: [{ conversationId: room, lastSeq: 3, lastVersion: 3 }],
  readings: [
    {
      ...{ reader: 'Bo', conversationId: room, oddities: [] },
      ...{ appeared: [1, 2, 3].map(shown), final: [1, 2, 3].map(stored) },
    },
  ],
  marks: [{ userId: 'bo', conversationId: room, readTurn: 1, readSeq: 2 }],
  shownMarks: ["Bo's page", "Bo's phone"].map((device) => ({
    ...{ device, userId: 'bo', conversationId: room, readTurn: 1, readSeq: 2, unread: 1 },
  })),
});

const judged = (change: (facts: Facts) => Partial<Facts>): Verdict => check({ ...sound(), ...change(sound()) });
const reading = (change: Partial<Facts['readings'][number]>) => ({ readings: [{ ...sound().readings[0], ...change }] });
const counts = ({ lost, doubled, misordered, violations }: Verdict) => [lost, doubled, misordered, violations.length];

test('the checker finds nothing wrong with what is as promised', () => {
  expect(judged(() => ({})).violations).toEqual([]);
});

describe('the checker notices', () => {
  test('an acknowledged send that is not stored', () => {
    expect(counts(judged(() => ({ acknowledged: [...sound().acknowledged, told(4)] })))).toEqual([1, 0, 0, 1]);
  });

  test('a send that was acknowledged at another place than it is', () => {
    const verdict = judged(() => ({ acknowledged: [{ ...told(1), clientId: 'client-2' }] }));
    expect(counts(verdict)).toEqual([0, 1, 0, 1]);
  });

  test('the same client id stored twice', () => {
    const rows = [...sound().stored, { ...stored(4), clientId: 'client-1' }];
    const verdict = check({ ...sound(), stored: rows, readings: [] });
    expect(counts(verdict)[1]).toBeGreaterThan(0);
  });

  test('a number that was used for nothing, inside and at the end', () => {
    const heads = [{ conversationId: room, lastSeq: 5, lastVersion: 5 }];
    const rows = [1, 2, 4].map(stored);
    expect(check({ ...sound(), stored: rows, heads, acknowledged: [], written: [], readings: [] }).lost).toBe(2);
  });

  test('messages stored in another order than they were written', () => {
    const written = [told(2), told(1), told(3)];
    expect(counts(judged(() => ({ written })))).toEqual([0, 0, 1, 1]);
  });

  test('acknowledgements out of order', () => {
    const acknowledged = [told(2), told(1)];
    expect(counts(judged(() => ({ acknowledged })))).toEqual([0, 0, 1, 1]);
  });

  test('a hole, a repeat and a step back on a page', () => {
    const appearing = (...seqs: number[]) => counts(judged(() => reading({ appeared: seqs.map(shown) }) as Facts));
    expect(appearing(1, 3)).toEqual([1, 0, 0, 1]);
    expect(appearing(1, 1, 2)).toEqual([0, 1, 0, 1]);
    expect(appearing(1, 2, 1)).toEqual([0, 0, 1, 1]);
  });

  test('a message that is not on the page in the end, or not as it is stored', () => {
    expect(counts(judged(() => reading({ final: [1, 2].map(stored) }) as Facts))).toEqual([1, 0, 0, 1]);
    const changed = [stored(1), stored(2), { ...stored(3), body: 'something else' }];
    expect(counts(judged(() => reading({ final: changed }) as Facts))).toEqual([0, 0, 0, 1]);
  });

  const marked = (change: Partial<Facts['shownMarks'][number]>) =>
    judged(({ shownMarks: [first, ...others] }) => ({ shownMarks: [{ ...first, ...change }, ...others] }) as Facts);

  test('a device that shows another mark than the database has, or counts wrongly what is unread after it', () => {
    for (const change of [{ readSeq: 1, unread: 2 }, { readSeq: 3, unread: 0 }, { readTurn: 0 }, { unread: 2 }])
      expect(marked(change).violations, JSON.stringify(change)).toHaveLength(1);
  });

  test('nothing wrong with a device that has seen an own message whose mark went with an instance', () => {
    const facts = sound();
    const own = facts.stored.map((row) => (row.seq === 3 ? { ...row, authorId: 'bo' } : row));
    const shownMarks = facts.shownMarks.map((mark) => ({ ...mark, readSeq: 3, unread: 0 }));
    expect(checkMarks({ ...facts, stored: own, shownMarks })).toEqual([]);
    expect(checkMarks({ ...facts, shownMarks }), 'somebody else’s message').toHaveLength(2);
  });

  test('what the page itself found odd', () => {
    expect(judged(() => reading({ oddities: ['shown twice'] }) as Facts).violations).toHaveLength(1);
  });
});

const event = (n: number) => JSON.stringify({ eventId: `event-${n}`, ticketId: 'ticket' });
const feed = (): TicketFacts => ({
  topic: [event(1), event(2), '{broken', event(1)].map((value, n) => ({ partition: 0, offset: BigInt(n), value })),
  rejections: [1, 2].map((seq) => ({ eventId: `event-${seq}`, ticketId: 'ticket', seq })),
  lastSeq: 2,
  deadLetters: ['0:2'],
  screens: [{ reader: 'Ada', eventIds: ['event-2', 'event-1'] }],
});

describe('the checker of tickets', () => {
  test('finds nothing wrong with what is as promised', () => {
    expect(checkTickets(feed())).toEqual([]);
  });

  test.each<[string, Partial<TicketFacts>]>([
    ['an event that is not stored', { rejections: feed().rejections.slice(0, 1), lastSeq: 1 }],
    [
      'events of a ticket in another order',
      { rejections: [2, 1].map((n, index) => ({ eventId: `event-${n}`, ticketId: 'ticket', seq: index + 1 })) },
    ],
    ['a broken event without a dead letter', { deadLetters: [] }],
    ['a dead letter for an event that can be read', { deadLetters: ['0:2', '0:1'] }],
    ['a feed that counts what is not there', { lastSeq: 3 }],
    ['a screen that lacks a rejection', { screens: [{ reader: 'Ada', eventIds: ['event-1'] }] }],
  ])('notices %s', (_, change) => {
    expect(checkTickets({ ...feed(), ...change })).not.toEqual([]);
  });
});

const bookOf = (change: Partial<Book> = {}): Partial<BookFacts> => ({
  books: [{ ...{ partition: 0, passed: 4, read: 4, created: 2, repeated: 1, conflicting: 0, dead: 1 }, ...change }],
});
const booked = (change: Partial<BookFacts> = {}) =>
  checkBooks({ books: [], ...bookOf(), topic: feed().topic, rejections: 2, ...change });

describe('the checker of books', () => {
  test('finds nothing wrong with those that are what was in the topic', () => {
    expect(booked()).toEqual([]);
    const withGap = feed().topic.map((record) => ({ ...record, offset: record.offset + 3n }));
    expect(booked({ topic: withGap, ...bookOf({ passed: 7 }) }), 'after what Kafka keeps for itself').toEqual([]);
  });

  test.each<[string, Partial<BookFacts>]>([
    ['a partition without a book', { books: [], rejections: 0 }],
    ['offsets that were passed and are not counted', bookOf({ passed: 3, read: 3, repeated: 0 })],
    ['events that were read twice', bookOf({ read: 5, repeated: 2 })],
    ['sums that are not what was read', bookOf({ repeated: 0 })],
    ['fewer dead letters than were broken', bookOf({ dead: 0, repeated: 2 })],
    ['a conflict that there was not', bookOf({ conflicting: 1, repeated: 0 })],
    ['more created than is stored', { rejections: 1 }],
    ['the book of a partition that holds nothing', { topic: [] }],
  ])('notices %s', (_, change) => {
    expect(booked(change)).not.toEqual([]);
  });
});

describe('the checker of the book of a queue', () => {
  const book = { passed: 6, read: 6, created: 3, repeated: 1, conflicting: 0, dead: 2 };
  const judged = (change: Partial<typeof book> = {}, more: Partial<Parameters<typeof checkPlainBook>[0]> = {}) =>
    checkPlainBook({ book: { ...book, ...change }, rejections: 3, letters: 1, lagEvents: 0, ...more });

  test('finds nothing wrong with one that says what is stored, also where a letter came twice', () => {
    expect(judged()).toEqual([]);
  });

  test.each([
    ['more created than is stored', judged({}, { rejections: 2 })],
    ['sums that are not what was read', judged({ read: 7, passed: 7 })],
    ['passed that is not read', judged({ passed: 7 })],
    ['fewer dead than there are letters', judged({}, { letters: 3 })],
    ['a conflict that there was not', judged({ conflicting: 1, repeated: 0 })],
    ['that something waits', judged({}, { lagEvents: 1 })],
    ['that nobody knows what waits', judged({}, { lagEvents: null })],
  ])('notices %s', (_, wrong) => {
    expect(wrong).not.toEqual([]);
  });
});
