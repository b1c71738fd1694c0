import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Turn } from '../../../app/_live/core/turn.ts';
import { learnCards, withKnownCards } from '../../../app/_live/tickets/cards.ts';
import { expireLooking, receiveLooking } from '../../../app/_live/tickets/looking.ts';
import type { Feed } from '../../../app/_live/tickets/state.ts';
import { ticketLinksIn } from '../../../app/(workspace)/chat/_cards/ticket-links.ts';
import type { Rejection } from '../../../protocol/index.ts';
import { idOf } from './ids.ts';

const rejection = (n: number, version: number): Rejection => ({ id: idOf(6, n), version }) as Rejection;

/** As much of a turn as cards and looks need. */
const turnWith = (now = 0) => {
  const timers: number[] = [];
  const state = { me: { id: idOf(1, 1) }, feed: { cards: {}, looking: {}, lookingAsked: null } as unknown as Feed };
  const turn = {
    state,
    moment: { now, random: 0 },
    set: (patch: { feed: Feed }) => Object.assign(state, patch),
    timer: (_name: string, _id: string, delay: number) => timers.push(delay),
  } as unknown as Turn;
  return { turn, timers, feed: () => state.feed };
};

const change = fc.record({
  n: fc.integer({ min: 1, max: 3 }),
  version: fc.integer({ min: 1, max: 30 }),
  answered: fc.boolean(),
});

describe('a card', () => {
  it('shows the newest state that was told of its ticket, in whatever order answers and changes come', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const { turn, feed } = turnWith();
        const newest = new Map<string, number>();
        for (const { n, version, answered } of changes) {
          const one = rejection(n, version);
          const before = feed().cards;
          if (answered) learnCards(turn, { rejections: [one] });
          else turn.set({ feed: { ...feed(), cards: withKnownCards(before, [one]) } });
          // A change of a ticket of which no card is shown is not kept.
          if (answered || newest.has(one.id)) newest.set(one.id, Math.max(newest.get(one.id) ?? 0, version));
          for (const [id, known] of Object.entries(feed().cards)) {
            expect(known.version).toBe(newest.get(id));
            expect(known.version).toBeGreaterThanOrEqual(before[id]?.version ?? 0);
          }
        }
      }),
    );
  });

  it('is let go where there are too many, the oldest first', () => {
    const { turn, feed } = turnWith();
    for (let n = 1; n <= 520; n += 1) learnCards(turn, { rejections: [rejection(n, n)] });
    expect(Object.keys(feed().cards)).toHaveLength(500);
    expect(feed().cards[idOf(6, 520)]).toBeDefined();
    expect(feed().cards[idOf(6, 1)]).toBeUndefined();
  });
});

describe('whoever looks at a ticket', () => {
  const look = { rejectionId: idOf(6, 1), userId: idOf(1, 2), on: true, asks: false };

  it('is there until they say that they do no more, or say nothing for 25 s', () => {
    const { turn, feed } = turnWith(1_000);
    receiveLooking(turn, look);
    receiveLooking(turn, { ...look, userId: idOf(1, 3) });
    expect(Object.keys(feed().looking[look.rejectionId] ?? {})).toHaveLength(2);
    receiveLooking(turn, { ...look, on: false });
    expect(Object.keys(feed().looking[look.rejectionId] ?? {})).toEqual([idOf(1, 3)]);
    Object.assign(turn.moment, { now: 26_001 });
    expireLooking(turn);
    expect(feed().looking).toEqual({});
  });

  it('is never oneself, and one who asks is told by all who look', () => {
    const { turn, feed } = turnWith();
    receiveLooking(turn, { ...look, userId: idOf(1, 1) });
    expect(feed().looking).toEqual({});
    receiveLooking(turn, { ...look, asks: true });
    receiveLooking(turn, { ...look, asks: true });
    expect(feed().lookingAsked).toEqual({ rejectionId: look.rejectionId, times: 2 });
  });
});

describe('an address of a ticket in a message', () => {
  const id = idOf(6, 7);
  const at = (path: string) => `https://chat.example.com/admin/tickets/${path}`;
  const linked = (body: string) => ticketLinksIn(body, 'chat.example.com');

  it('is found with what the ticket is called, once each, wherever it stands', () => {
    expect(linked(`See ${at(`${id}/T-7`)}, and ${at(id)}.`)).toEqual([
      { id, number: 'T-7', isOwn: true, path: `/admin/tickets/${id}/T-7` },
    ]);
    expect(linked(at(`${id.toUpperCase()}/A%2FB%20%E5%B7%A5`))).toMatchObject([{ id, number: 'A/B 工' }]);
    expect(linked(at(`${id}?state=open`))).toMatchObject([{ id, number: null }]);
  });

  it('is not one of another site, and nothing else is one', () => {
    expect(ticketLinksIn(at(id), 'other.example.com')).toMatchObject([{ isOwn: false }]);
    for (const body of [at('T-7'), `/admin/tickets/${id}`, at(`${id}/a/b`), 'https://chat.example.com/chat', 'text'])
      expect(linked(body), body).toEqual([]);
  });

  it('is no card beyond the fifth', () => {
    expect(linked(Array.from({ length: 9 }, (_, n) => at(idOf(6, n + 1))).join(' '))).toHaveLength(5);
  });
});
