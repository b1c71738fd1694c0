import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLiveClient } from '../../../app/_live/headless-client.ts';
import type { LiveClient as Page } from '../../../app/_live/live-client.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { askOverHttp } from '../../support/ask-over-http.ts';
import type { LiveClient } from '../../support/live-client.ts';
import type { Person } from '../../support/seed.ts';
import { unsaid } from '../../support/unsaid.ts';
import { type Pair, send, startPair } from './pair.ts';

let pair: Pair;
let ada: Person;
let bob: Person;
let room: string;
/** Pages of Bob: the real client, on each instance. */
let pages: [Page, Page];
let author: LiveClient;

beforeAll(async () => {
  pair = await startPair();
  [ada, bob] = await Promise.all([pair.seed.person('Ada'), pair.seed.person('Bob')]);
});

afterAll(async () => {
  await pair?.stop();
});

const openPage = async (at: 0 | 1): Promise<Page> => {
  const { token } = await pair.seed.apiToken(bob);
  const page = createLiveClient({ me: { ...bob, ...unsaid }, url: pair.instances[at].url, auth: { token } });
  page.start();
  return page;
};

beforeEach(async () => {
  room = await pair.seed.room([ada, bob]);
  author = await pair.connect(ada, 1);
  pages = [await openPage(0), await openPage(1)];
});

afterEach(async () => {
  for (const page of pages) page.stop();
  pair.hangUp();
  if (!pair.redis.process.alive) await pair.redis.restart();
});

const shown = (page: Page) => {
  const { readSeq, unread } = page.store.getState().conversations[room] ?? {};
  return { readSeq, unread };
};
const bothShow = (what: string, readSeq: number, unread: number, patience?: number) =>
  until(what, () => pages.every((page) => shown(page).readSeq === readSeq && shown(page).unread === unread), patience);

describe('two devices of one person, on two instances', () => {
  it('what is read on the one is read on the other', async () => {
    for (let n = 0; n < 3; n += 1) await send(author, room);
    await bothShow('three unread messages', 0, 3);
    pages[0].markRead(room, 2);
    await bothShow('one unread message', 2, 1);
    pages[1].markRead(room, 3);
    await bothShow('none', 3, 0);
  });

  it('what one does not want to be disturbed by is known to both, and to one that comes later', async () => {
    await until('both pages', () => pages.every((page) => page.store.getState().conversations[room] !== undefined));
    const wish = { until: '2030-01-01T10:00:00.000Z' };
    expect(await pages[0].request('me:do-not-disturb', wish)).toEqual({ ok: true, data: wish });
    const knows = (page: Page) => page.store.getState().doNotDisturbUntil === wish.until;
    await until('both to know', () => pages.every(knows));
    const later = await openPage(1);
    await until('the later one to know', () => knows(later));
    later.stop();
    await pages[1].request('me:do-not-disturb', { until: null });
    await until('the end', () => pages.every((page) => page.store.getState().doNotDisturbUntil === null));
  });

  it('is away when nobody is at any of them, and is not when somebody is at one', async () => {
    await until('both pages', () => pages.every((page) => page.store.getState().conversations[room] !== undefined));
    const told = () =>
      author
        .all('presence')
        .flat()
        .filter(({ userId }) => userId === bob.id)
        .map(({ state }) => state)
        .join();
    expect(await author.get('presence:watch', { userIds: [bob.id] })).toEqual({ [bob.id]: 'online' });
    pages[0].setActive(false);
    pages[1].setActive(false);
    await until('away', () => told() === 'away');
    pages[0].setActive(true);
    await until('online', () => told() === 'away,online');
  });

  it('also with Redis killed, within a second of the tail', async () => {
    await until('both pages', () => pages.every((page) => page.store.getState().conversations[room] !== undefined));
    await pair.redis.process.kill();
    await until('both to know', () => pages.every((page) => page.store.getState().connection.degraded));
    for (let n = 0; n < 3; n += 1) await send(author, room);
    await bothShow('three unread messages', 0, 3);
    for (const [at, readSeq] of [
      [0, 1],
      [1, 2],
      [0, 3],
    ] as const) {
      pages[at].markRead(room, readSeq);
      await bothShow(`what was read up to ${readSeq}`, readSeq, 3 - readSeq, 2_000);
    }
  });
});

it('a mark that a program sets over HTTP is heard on every instance', async () => {
  const device = await pair.connect(bob, 2);
  const cyd = await pair.seed.person('Cyd');
  await author.get('conversation:invite', { conversationId: room, memberIds: [cyd.id] });
  const other = await pair.connect(cyd, 1);
  await send(author, room);
  const { token } = await pair.seed.apiToken(bob);
  const { status } = await askOverHttp({ url: pair.instances[0].url, token }, 'read:mark', {
    conversationId: room,
    seq: 1,
  });
  expect(status).toBe(200);
  await device.hears('me', ({ entries }) => entries.some(({ content }) => content.read?.conversationId === room));
  expect(other.all('me'), 'what is Bob’s own').toEqual([]);
});
