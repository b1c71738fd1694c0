import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../../scripts/installation/waiting.ts';
import type { LiveClient } from '../../support/live-client.ts';
import type { Person } from '../../support/seed.ts';
import { type Pair, startPair } from './pair.ts';

let pair: Pair;
let people: Record<'ada' | 'bob' | 'mia' | 'guest', Person>;
let ada: LiveClient;
let bob: LiveClient;
let others: LiveClient[];
let rejectionId: string;

const seedTicket = async (): Promise<string> => {
  const event = { ticketId: randomUUID(), title: 't', reasonCode: 'r', reason: 'r', rejectedBy: 'b', priority: 'low' };
  const [id = ''] = await pair.seed.rejections([
    { ...event, eventId: randomUUID(), occurredAt: '2026-01-02T03:04:05.678Z' },
  ]);
  return id;
};

beforeAll(async () => {
  pair = await startPair();
  people = {
    ada: await pair.seed.person('Ada', 'handler'),
    bob: await pair.seed.person('Bob', 'handler'),
    mia: await pair.seed.person('Mia'),
    guest: await pair.seed.person('Gus', 'guest'),
  };
});

afterAll(async () => {
  await pair?.stop();
});

beforeEach(async () => {
  rejectionId = await seedTicket();
  [ada, bob] = await Promise.all([pair.connect(people.ada, 1), pair.connect(people.bob, 2)]);
  others = [await pair.connect(people.mia, 2), await pair.connect(people.guest, 1)];
});

afterEach(() => {
  for (const { violations } of [ada, bob, ...others]) expect(violations).toEqual([]);
  for (const client of others) expect([...client.all('tickets'), ...client.all('looking')]).toEqual([]);
  pair.hangUp();
});

describe('what a handler does on one instance', () => {
  it('is told to the other one’s handlers at once: snooze, note and outcome, each with its version', async () => {
    const later = new Date(Date.now() + 3_600_000).toISOString();
    const states = [
      await ada.get('ticket:snooze', { rejectionId, until: later }),
      await ada.get('ticket:note', { rejectionId, clientId: randomUUID(), text: 'Look' }),
      await ada.get('ticket:resolve', { rejectionId, outcome: 'other', text: 'Said' }),
    ];
    for (const state of states)
      await bob.hears('tickets', ({ rejections }) =>
        rejections.some(({ id, version }) => id === rejectionId && version === state.version),
      );
    expect(await bob.get('ticket:cards', { ids: [rejectionId] })).toMatchObject({
      rejections: [{ id: rejectionId, state: 'resolved', outcome: 'other' }],
    });
  });

  it('is seen by who looks at the same ticket, and by nobody who may not see tickets', async () => {
    await until('Bob to see that Ada looks', async () => {
      await ada.get('ticket:look', { rejectionId, on: true, asks: true });
      return bob.all('looking').some(({ userId, asks }) => userId === people.ada.id && asks);
    });
    await bob.get('ticket:look', { rejectionId, on: true });
    await ada.hears('looking', ({ userId, on }) => userId === people.bob.id && on);
    await bob.get('ticket:look', { rejectionId, on: false });
    await ada.hears('looking', ({ userId, on }) => userId === people.bob.id && !on);
    expect(ada.all('looking').some(({ userId }) => userId === people.ada.id)).toBe(false);
    for (const client of others)
      expect(await client.ask('ticket:look', { rejectionId, on: true })).toMatchObject({
        error: { code: 'forbidden' },
      });
  });

  it('opens one room for both, in which both hear what is said', async () => {
    const [first, second] = await Promise.all([
      ada.get('ticket:discuss', { rejectionId }),
      bob.get('ticket:discuss', { rejectionId }),
    ]);
    expect(second.conversationId).toBe(first.conversationId);
    const conversationId = first.conversationId ?? '';
    for (const client of [ada, bob]) await client.hears('conversation', ({ id }) => id === conversationId);
    const message = await ada.get('message:send', { conversationId, clientId: randomUUID(), body: 'Decided' });
    await bob.hears('messages', ({ messages }) => messages.some(({ id }) => id === message.id));
    expect(await others[0]?.ask('message:history', { conversationId, limit: 5 })).toMatchObject({
      error: { code: 'not_found' },
    });
  });
});
