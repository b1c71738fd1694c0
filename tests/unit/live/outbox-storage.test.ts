import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import { describe, expect, test, vi } from 'vitest';
import type { OutboxEntry } from '../../../app/_live/core/outbox/entry.ts';
import type { OutboxStorage } from '../../../app/_live/core/outbox/storage.ts';
import { indexedDbOutbox } from '../../../app/_live/core/outbox/storage-indexeddb.ts';
import { memoryOutbox } from '../../../app/_live/core/outbox/storage-memory.ts';
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

  test('keeps of what a newer page wrote also what this page does not know', async () => {
    const open = newUser();
    const newer = { ...entryOf(1), since: 9, card: { title: 'of a later version' } };
    await open().put(newer);
    const [read] = await open().load();
    if (read) await open().put(read);
    expect(await open().load()).toEqual([newer]);
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

const stored = async (name: string, values: unknown[]) => {
  const database = await openDB(`switchboard-outbox-${name}`);
  for (const value of values) await database.put('entries', value);
  database.close();
};

test('what another version of the page stored has failed, with its text, and does not block the rest', async () => {
  const page = indexedDbOutbox('mixed', failed);
  await page.put(entryOf(1));
  const { replyToId: _, ...older } = entryOf(2, 'of an older page');
  await stored('mixed', [older, { clientId: idOf(3, 3), text: 'named otherwise' }]);
  const [first, second, third, ...more] = await page.load();
  expect(first).toEqual(entryOf(1));
  expect(second).toMatchObject({ ...older, replyToId: null, status: 'failed', error: { code: 'invalid' } });
  expect(third).toMatchObject({ clientId: idOf(3, 3), status: 'failed', error: { code: 'invalid' } });
  expect(third?.body).toContain('named otherwise');
  expect(more).toEqual([]);
  expect(await page.load(), 'it stays stored').toHaveLength(3);
});

test('a page lets go of its outbox for a newer one, and goes on afterwards', async () => {
  const page = indexedDbOutbox('updated', failed);
  await page.put(entryOf(1));
  const newer = await openDB('switchboard-outbox-updated', 2);
  newer.close();
  await expect(page.load(), 'a database that is too new is not read').rejects.toThrow();
  await deleteDB('switchboard-outbox-updated');
  await page.put(entryOf(2));
  expect(await page.load()).toEqual([entryOf(2)]);
});

test('a connection that the browser lost is opened again, and nothing is overtaken meanwhile', async () => {
  const open = vi.spyOn(indexedDB, 'open');
  const page = indexedDbOutbox('lost', failed);
  await page.put(entryOf(1));
  (open.mock.results[0]?.value as IDBOpenDBRequest | undefined)?.result.close();
  await Promise.all([page.put(entryOf(2)), page.remove(entryOf(2).clientId), page.put(entryOf(3))]);
  expect(await page.load()).toEqual([entryOf(1), entryOf(3)]);
  expect(open).toHaveBeenCalledTimes(2);
  open.mockRestore();
});

test('storage that is refused is tried again with the next call', async () => {
  const open = vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => {
    throw new DOMException('denied', 'SecurityError');
  });
  const page = indexedDbOutbox('refused', failed);
  await expect(page.put(entryOf(1))).rejects.toThrow('denied');
  await page.put(entryOf(2));
  expect(await page.load()).toEqual([entryOf(2)]);
  open.mockRestore();
});

test('everything of one user goes, also while another tab has it open, and nothing of another user', async () => {
  const [page, tab, other] = [
    indexedDbOutbox('left', failed),
    indexedDbOutbox('left', failed),
    indexedDbOutbox('stays', failed),
  ];
  for (const one of [page, other]) await one.put(entryOf(1));
  expect(await tab.load()).toHaveLength(1);
  await page.clear();
  const names = (await indexedDB.databases()).map(({ name }) => name);
  expect(names).toContain('switchboard-outbox-stays');
  expect(names).not.toContain('switchboard-outbox-left');
});
