import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Message, Result } from '../../../protocol/index.ts';
import { Messages } from '../../../server/chat/messages.ts';
import { ReadMarks } from '../../../server/chat/read-marks.ts';
import { Appender } from '../../../server/log/append.ts';
import type { Batch } from '../../../server/log/batch.ts';
import { readChanges } from '../../../server/log/changes.ts';
import { Lanes } from '../../../server/log/lanes.ts';
import { readMessageChanges } from '../../../server/log/message-changes.ts';
import { createLogger } from '../../../server/ops/log.ts';
import { createMetrics } from '../../../server/ops/metrics.ts';
import { type Database, openDatabase } from '../../../server/store/database.ts';
import { seeded } from '../../support/random.ts';
import { type Person, type Seed, seedDatabase } from '../../support/seed.ts';

const randomSeed = 20_260_803;
const silent = createLogger('silent', 'test');

let seed: Seed;
const databases: Database[] = [];
const readMarks: ReadMarks[] = [];
const services: Messages[] = [];
let ada: Person;
let bob: Person;
let room: string;
let published: Batch[] = [];

const service = (writer = 0): Messages => services[writer] as Messages;
const database = (): Database => databases[0] as Database;

beforeAll(async () => {
  seed = await seedDatabase();
  for (let writer = 0; writer < 2; writer += 1) {
    const opened = openDatabase(seed.databaseUrl, silent);
    const marks = new ReadMarks(opened, silent);
    const publish = (batches: Batch[]) => void published.push(...batches);
    const lanes = new Lanes(new Appender(opened, createMetrics(), silent), publish);
    databases.push(opened);
    readMarks.push(marks);
    services.push(new Messages({ database: opened, lanes, publish, readMarks: marks }));
  }
  ada = await seed.person('Ada');
  bob = await seed.person('Bob');
});

afterAll(async () => {
  await Promise.all(readMarks.map((marks) => marks.flush()));
  await Promise.all(databases.map((opened) => opened.close()));
  await seed?.close();
});

beforeEach(async () => {
  room = await seed.room([ada, bob]);
  published = [];
});

const data = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.data;
};
const refusal = (result: Result<unknown>) => (result.ok ? 'ok' : result.error.code);
const send = async (body = 'Hello', author = ada, writer = 0): Promise<Message> =>
  data(await service(writer).send(author.id, { conversationId: room, clientId: randomUUID(), body }));
const changesAfter = async (afterVersion: number, limit = 500) =>
  data(await service().changes(ada.id, { conversationId: room, afterVersion, limit }));

describe('a change of a message', () => {
  it('by an edit moves its version and never its seq', async () => {
    const message = await send('Helo');
    await send('next');
    const edited = data(await service().edit(ada.id, { messageId: message.id, body: 'Hello' }));
    expect(edited).toMatchObject({ id: message.id, seq: 1, version: 3, body: 'Hello' });
    expect(edited.editedAt).not.toBeNull();
    expect(await changesAfter(2)).toEqual({ messages: [edited], version: 3, complete: true });
  });

  it('by deletion leaves a tombstone in its place, without body and reactions', async () => {
    const message = await send(`secret for <@${bob.id}>`);
    data(await service().react(bob.id, { messageId: message.id, emoji: '👍', on: true }));
    const deleted = data(await service().delete(ada.id, { messageId: message.id }));
    expect(deleted).toMatchObject({ seq: 1, version: 3, body: '', reactions: [] });
    expect(deleted.deletedAt).not.toBeNull();
    expect((await changesAfter(0)).messages).toEqual([deleted]);
    expect(await seed.rows('select 1 from mention where conversation_id = $1', [room])).toEqual([]);
  });

  it('by reactions of several people is one version each, and the last one out takes the emoji along', async () => {
    const { id: messageId } = await send();
    const react = async (person: Person, emoji: string, on: boolean) =>
      data(await service().react(person.id, { messageId, emoji, on }));
    await react(ada, '👍', true);
    await react(bob, '👍', true);
    const both = await react(bob, '__proto__', true);
    expect(both.reactions).toEqual(
      expect.arrayContaining([
        { emoji: '👍', userIds: [ada.id, bob.id] },
        { emoji: '__proto__', userIds: [bob.id] },
      ]),
    );
    await react(ada, '👍', false);
    const last = await react(bob, '👍', false);
    expect(last).toMatchObject({ seq: 1, version: 6, reactions: [{ emoji: '__proto__', userIds: [bob.id] }] });
  });

  it('by many people at the same moment loses none of them', async () => {
    const { id: messageId } = await send();
    const crowd = await Promise.all(Array.from({ length: 24 }, (_, n) => seed.person(`Person ${n}`)));
    await seed.join(room, crowd);
    await Promise.all(
      crowd.map(async ({ id }, n) => data(await service(n % 2).react(id, { messageId, emoji: '🎉', on: true }))),
    );
    const { messages, version } = await changesAfter(0);
    expect(version).toBe(1 + crowd.length);
    expect(messages[0]?.reactions[0]?.userIds.toSorted()).toEqual(crowd.map(({ id }) => id).toSorted());
  });

  it('that changes nothing costs no version and tells nobody', async () => {
    const message = await send('same');
    data(await service().react(ada.id, { messageId: message.id, emoji: '👍', on: true }));
    published = [];
    data(await service().edit(ada.id, { messageId: message.id, body: 'same' }));
    data(await service().react(ada.id, { messageId: message.id, emoji: '👍', on: true }));
    const again = data(await service().react(bob.id, { messageId: message.id, emoji: '🎉', on: false }));
    expect(again.version).toBe(2);
    expect(published).toEqual([]);
    const deleted = data(await service().delete(ada.id, { messageId: message.id }));
    expect(data(await service().delete(ada.id, { messageId: message.id }))).toEqual(deleted);
  });

  it('is published as the one version that it is', async () => {
    const message = await send();
    published = [];
    const edited = data(await service().edit(ada.id, { messageId: message.id, body: 'Changed' }));
    expect(published).toEqual([{ log: room, after: 1, version: 2, entries: [edited] }]);
  });

  it('is refused to whoever did not write it, and does not exist for whoever is not a member', async () => {
    const { id: messageId } = await send('mine');
    const stranger = await seed.person('Stranger');
    const nowhere = await service().edit(stranger.id, { messageId: randomUUID(), body: 'x' });
    for (const [person, answer] of [
      [bob, 'forbidden'],
      [stranger, 'not_found'],
    ] as const) {
      expect(refusal(await service().edit(person.id, { messageId, body: 'yours' }))).toBe(answer);
      expect(refusal(await service().delete(person.id, { messageId }))).toBe(answer);
    }
    expect(await service().edit(stranger.id, { messageId, body: 'x' })).toEqual(nowhere);
    expect(refusal(await service().react(stranger.id, { messageId, emoji: '👍', on: true }))).toBe('not_found');
    expect(await changesAfter(0)).toMatchObject({ version: 1, messages: [{ body: 'mine', version: 1 }] });
  });

  it('of a deleted message or in an archived room is a conflict', async () => {
    const [deleted, kept] = [await send(), await send()];
    await service().delete(ada.id, { messageId: deleted.id });
    expect(refusal(await service().edit(ada.id, { messageId: deleted.id, body: 'x' }))).toBe('conflict');
    expect(refusal(await service().react(bob.id, { messageId: deleted.id, emoji: '👍', on: true }))).toBe('conflict');
    await seed.rows('update conversation set archived_at = now() where id = $1', [room]);
    expect(refusal(await service().edit(ada.id, { messageId: kept.id, body: 'x' }))).toBe('conflict');
    expect(await changesAfter(3)).toEqual({ messages: [], version: 3, complete: true });
  });
});

describe('the changes of a conversation', () => {
  it('come in version order, each message once, in its latest state', async () => {
    const first = await send('one');
    const second = await send('two');
    await service().edit(ada.id, { messageId: first.id, body: 'one, edited' });
    await service().edit(ada.id, { messageId: first.id, body: 'one, edited twice' });
    const { messages, version, complete } = await changesAfter(0);
    expect(messages.map(({ body, version: at }) => [body, at])).toEqual([
      ['two', second.version],
      ['one, edited twice', 4],
    ]);
    expect([version, complete]).toEqual([4, true]);
  });

  it('say complete: false on every page but the last, however full that one is', async () => {
    for (let count = 0; count < 6; count += 1) await send();
    const pages = [];
    for (let after = 0, complete = false; !complete; ) {
      const page = await changesAfter(after, 2);
      pages.push([page.messages.map(({ seq }) => seq), page.version, page.complete]);
      after = page.messages.at(-1)?.version ?? 0;
      complete = page.complete;
    }
    expect(pages).toEqual([
      [[1, 2], 6, false],
      [[3, 4], 6, false],
      [[5, 6], 6, true],
    ]);
  });

  it('are complete where the log ends in a version that a later change took away from its message', async () => {
    const message = await send();
    for (const body of ['a', 'b', 'c']) await service().edit(ada.id, { messageId: message.id, body });
    expect(await changesAfter(1, 1)).toMatchObject({ version: 4, complete: true, messages: [{ version: 4 }] });
    expect(await changesAfter(4, 1)).toEqual({ messages: [], version: 4, complete: true });
    expect(await changesAfter(99, 1), 'a cursor from the future').toMatchObject({ messages: [], version: 4 });
  });

  it(`followed page by page while two writers change everything arrive at the stored state (seed ${randomSeed})`, async () => {
    const random = seeded(randomSeed);
    const known: Message[] = [];
    for (let count = 0; count < 12; count += 1) known.push(await send());
    const writing = Promise.all([write(0, ada), write(1, bob)]);
    let done = false;
    void writing.finally(() => {
      done = true;
    });
    const state = new Map<string, Message>();
    let [after, complete, pages] = [0, false, 0];
    while (!done || !complete) {
      const page = await changesAfter(after, 1 + random.below(5));
      for (const message of page.messages) {
        expect(message.version, 'the next change').toBeGreaterThan(after);
        after = message.version;
        state.set(message.id, message);
      }
      complete = page.complete;
      if (complete) expect(after, 'complete means at the head').toBe(page.version);
      pages += 1;
    }
    await writing;
    const everything = await changesAfter(0);
    expect([...state.values()].toSorted((a, b) => a.version - b.version)).toEqual(everything.messages);
    expect(everything.messages.map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual(
      everything.messages.map((_, index) => index + 1),
    );
    expect(pages).toBeGreaterThan(20);
    expectUnbrokenLog(everything.version);
  });

  const write = async (writer: number, author: Person) => {
    const random = seeded(randomSeed + 1 + writer);
    const own: Message[] = [];
    for (let step = 0; step < 120; step += 1) {
      const target = own.length > 0 ? random.pick(own) : undefined;
      const kind = random.below(4);
      if (target === undefined || kind === 0) own.push(await send(`${author.name} ${step}`, author, writer));
      else if (kind === 1) await service(writer).edit(author.id, { messageId: target.id, body: `edit ${step}` });
      else if (kind === 2)
        await service(writer).react(author.id, { messageId: target.id, emoji: '👍', on: step % 2 === 0 });
      else if (random.chance(0.2)) await service(writer).delete(author.id, { messageId: target.id });
    }
  };

  // Whatever was committed was published, and every version from 1 to the head is covered by exactly one batch.
  const expectUnbrokenLog = (head: number) => {
    const spans = published.filter(({ log }) => log === room).toSorted((a, b) => a.after - b.after);
    let reached = 0;
    for (const { after, version } of spans) {
      expect(after, 'where the next batch begins').toBe(reached);
      reached = version;
    }
    expect(reached).toBe(head);
  };
});

describe('the changes that an instance reads for its sockets', () => {
  it('of many conversations come as one batch for each that has any', async () => {
    const [busy, quiet] = [room, await seed.room([ada])];
    const first = await send('one');
    await send('two');
    await service().edit(ada.id, { messageId: first.id, body: 'one, edited' });
    const cursors = new Map([
      [busy, 1],
      [quiet, 0],
      [randomUUID(), 0],
    ]);
    const batches = await readChanges(database(), cursors);
    expect(
      batches.map(({ log, after, version, entries }) => [log, after, version, entries.map((e) => e.version)]),
    ).toEqual([[busy, 1, 3, [2, 3]]]);
  });

  it('end at the last one read where there are more than fit, and go on from there', async () => {
    for (let count = 0; count < 5; count += 1) await send();
    const read = async (after: number) => (await readMessageChanges(database(), new Map([[room, after]]), 2))[0];
    expect(await read(0)).toMatchObject({ after: 0, version: 2 });
    expect(await read(2)).toMatchObject({ after: 2, version: 4 });
    expect(await read(4)).toMatchObject({ after: 4, version: 5 });
    expect(await read(5)).toBeUndefined();
  });

  it('hold the ticket feed beside conversations', async () => {
    await send();
    const event = { eventId: 'e-1', ticketId: 't', title: 't', reasonCode: 'r', reason: 'r', rejectedBy: 'b' };
    const full = { ...event, priority: 'low', occurredAt: '2026-01-02T03:04:05.678Z' };
    await seed.rows(`select * from ingest_tickets('http', $1, '[]', null, null, null, null, null)`, [
      JSON.stringify([full]),
    ]);
    const batches = await readChanges(
      database(),
      new Map([
        [room, 0],
        ['tickets', 0],
      ]),
    );
    expect(batches.map(({ log, version }) => [log, version])).toEqual([
      [room, 1],
      ['tickets', 1],
    ]);
  });
});
