import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../protocol/index.ts';
import { seeded } from '../../../scripts/installation/random.ts';
import { readChanges } from '../../../server/engine/log/changes.ts';
import { logKinds } from '../../../server/log-kinds.ts';
import { readMessageChanges } from '../../../server/messages/message-changes.ts';
import { ticketLog } from '../../../server/tickets/ticket-log.ts';
import type { Person } from '../../support/seed.ts';
import { ada, bob, changesAfter, database, prepareServices, published, room, seed, send, service } from './services.ts';

const randomSeed = 20_260_803;

prepareServices();

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

  it('are read together for all who ask at once, and only members are told', async () => {
    const [first, second] = [await send('one'), await send('two')];
    const eve = await seed.person('Eve');
    const other = await seed.room([eve]);
    const ask = (reader: Person, conversationId: string, afterVersion: number) =>
      service().changes(reader.id, { conversationId, afterVersion, limit: 500 });
    const asked = await Promise.all([
      ...[ask(ada, room, 0), ask(bob, room, 0), ask(bob, room, first.version), ask(bob, room, second.version)],
      ...[ask(eve, room, 0), ask(ada, other, 0), ask(eve, other, 0), ask(eve, randomUUID(), 0)],
    ]);
    const bodies = asked.map((answer) =>
      answer.ok ? answer.data.messages.map(({ body }) => body) : answer.error.code,
    );
    expect(bodies).toEqual([
      ...[['one', 'two'], ['one', 'two'], ['two'], []],
      ...['not_found', 'not_found', [], 'not_found'],
    ]);
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
    const batches = await readChanges(logKinds, database(), cursors);
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
    await seed.rejections([full]);
    const batches = await readChanges(
      logKinds,
      database(),
      new Map([
        [room, 0],
        [ticketLog, 0],
      ]),
    );
    expect(batches.map(({ log, version }) => [log, version])).toEqual([
      [room, 1],
      [ticketLog, 1],
    ]);
  });
});
