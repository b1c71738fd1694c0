import { expect, test } from 'vitest';
import type { OutboxEntry } from '../../../app/_live/core/outbox/entry.ts';
import type { OutboxStorage } from '../../../app/_live/core/outbox/storage.ts';
import { memoryOutbox } from '../../../app/_live/core/outbox/storage-memory.ts';
import { FakeServer } from './fake-server.ts';
import { idOf, personOf } from './ids.ts';
import { type Page, settled, World } from './world.ts';

const room = idOf(4, 1);
const ann = personOf(1);

const newWorld = () => {
  const server = new FakeServer();
  server.addConversation(room);
  return new World(server);
};

const bodies = (world: World) => world.server.log(room).latest.map(({ body }) => body);
const entries = (page: Page) => page.client.store.getState().outbox.entries;

/** Storage that does what a test says. */
class UncertainStorage implements OutboxStorage {
  readonly kept = new Map<string, OutboxEntry>();
  does: 'work' | 'hang' | 'fail' = 'work';
  private readonly hanging: (() => void)[] = [];
  private readonly memory = memoryOutbox(this.kept);

  private async answer<T>(work: () => Promise<T>): Promise<T> {
    if (this.does === 'fail') throw new DOMException('full', 'QuotaExceededError');
    if (this.does === 'hang') await new Promise<void>((resolve) => this.hanging.push(resolve));
    return work();
  }

  load = () => this.answer(() => this.memory.load());
  put = (entry: OutboxEntry) => this.answer(() => this.memory.put(entry));
  remove = (clientId: string) => this.answer(() => this.memory.remove(clientId));
  clear = () => this.answer(() => this.memory.clear());

  answerAfterAll(): void {
    this.does = 'work';
    for (const go of this.hanging.splice(0)) go();
  }
}

const entryOf = (number: number): OutboxEntry => ({
  ...{ clientId: idOf(3, number), conversationId: room, body: `stored ${number}`, replyToId: null },
  ...{ attachmentIds: [], createdAt: new Date(0).toISOString(), status: 'pending', error: null },
});

const isKept = (page: Page) => page.client.store.getState().outbox.kept;

test('storage that hangs stops no sending, and what it holds is sent when it answers after all', async () => {
  const world = newWorld();
  const storage = new UncertainStorage();
  storage.kept.set(idOf(3, 900), entryOf(900));
  storage.does = 'hang';
  const page = world.openPage(ann, 0, storage);
  page.client.send(room, 'written now');
  await world.flow(page);
  expect(bodies(world)).toEqual([]);
  world.clock.run(3_000);
  await world.quiet();
  expect(bodies(world)).toEqual(['written now']);
  expect([isKept(page), world.reported.length > 0]).toEqual([false, true]);
  storage.answerAfterAll();
  await world.quiet();
  expect(bodies(world)).toEqual(['written now', 'stored 900']);
  expect([entries(page), storage.kept.size, isKept(page)]).toEqual([[], 0, true]);
});

test('what storage has no room for is sent all the same, is said not to be kept, and is kept once there is room', async () => {
  const world = newWorld();
  const storage = new UncertainStorage();
  const page = world.openPage(ann, 0, storage);
  await settled();
  storage.does = 'fail';
  page.client.send(room, 'one');
  page.client.send(room, 'two');
  await settled();
  expect([isKept(page), storage.kept.size]).toEqual([false, 0]);
  storage.does = 'work';
  page.client.send(room, 'three');
  await settled();
  expect([isKept(page), [...storage.kept.values()].map(({ body }) => body).sort()]).toEqual([
    true,
    ['one', 'three', 'two'],
  ]);
  await world.quiet();
  expect(bodies(world)).toEqual(['one', 'two', 'three']);
  expect(storage.kept.size).toBe(0);
});
