import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { describe, expect, test } from 'vitest';
import type { OutboxEntry } from '../../../app/_live/outbox-entry.ts';
import type { OutboxStorage } from '../../../app/_live/outbox-storage.ts';
import { indexedDbOutbox } from '../../../app/_live/outbox-storage-indexeddb.ts';
import { memoryOutbox } from '../../../app/_live/outbox-storage-memory.ts';
import { idOf } from './ids.ts';

const entryOf = (number: number, body = `message ${number}`): OutboxEntry => ({
  clientId: idOf(3, number),
  conversationId: idOf(4, 1),
  body,
  replyToId: null,
  attachmentIds: [],
  createdAt: new Date(number).toISOString(),
  status: 'pending',
  error: null,
});

let users = 0;
const failed = (error: unknown) => {
  throw error;
};
/** Each call of the inner function is one page of the same user. */
const kinds: Record<string, () => () => OutboxStorage> = {
  memory: () => {
    const entries = new Map<string, OutboxEntry>();
    return () => memoryOutbox(entries);
  },
  IndexedDB: () => {
    const userId = `user-${users++}`;
    return () => indexedDbOutbox(userId, failed);
  },
};

describe.each(Object.keys(kinds))('the outbox in %s', (kind) => {
  const newUser = () => (kinds[kind] ?? (() => memoryOutbox))();

  test('is empty for a user who wrote nothing', async () => {
    expect(await newUser()().load()).toEqual([]);
  });

  test('gives the next page what the one before put in, in the order of the client ids', async () => {
    const open = newUser();
    const page = open();
    await Promise.all([entryOf(3), entryOf(1), entryOf(2)].map((entry) => page.put(entry)));
    expect(await open().load()).toEqual([entryOf(1), entryOf(2), entryOf(3)]);
  });

  test('replaces an entry by its client id', async () => {
    const open = newUser();
    const failed: OutboxEntry = { ...entryOf(1), status: 'failed', error: { code: 'forbidden', message: 'no' } };
    await open().put(entryOf(1));
    await open().put(failed);
    expect(await open().load()).toEqual([failed]);
  });

  test('takes calls in their order, also when nobody waits in between', async () => {
    const page = newUser()();
    const calls = [page.put(entryOf(1)), page.put(entryOf(2)), page.remove(entryOf(1).clientId)];
    await Promise.all(calls);
    expect(await page.load()).toEqual([entryOf(2)]);
  });

  test('does not mind removing what is not there', async () => {
    const page = newUser()();
    await page.remove(idOf(3, 9));
    expect(await page.load()).toEqual([]);
  });

  test('keeps the users of one browser apart', async () => {
    await newUser()().put(entryOf(1));
    expect(await newUser()().load()).toEqual([]);
  });
});

test('what another version of the page stored, and cannot be read, does not block the rest', async () => {
  const page = indexedDbOutbox('mixed', failed);
  await page.put(entryOf(1));
  const database = await openDB('switchboard-outbox-mixed');
  await database.put('entries', { clientId: idOf(3, 2), text: 'of another time' });
  database.close();
  expect(await page.load()).toEqual([entryOf(1)]);
});
