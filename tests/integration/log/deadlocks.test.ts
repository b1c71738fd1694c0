import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { GroupCommit } from '../../../server/engine/log/group-commit.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { openDatabase } from '../../../server/engine/store/database.ts';
import { EntryWriter } from '../../../server/me/entry-writer.ts';
import { Appender } from '../../../server/messages/append.ts';
import { Messages } from '../../../server/messages/messages.ts';
import type { Send } from '../../../server/messages/send.ts';
import { Departures } from '../../../server/rooms/departures.ts';
import { ReadMarks } from '../../../server/rooms/read-marks.ts';
import { type Mark, storeMarks } from '../../../server/rooms/store-marks.ts';
import { ada, prepareWriters, seed } from './writers.ts';

prepareWriters();

const log = createLogger('silent', 'test');
const rounds = 60;

const deadlocks = async () => {
  const [row] = await seed.rows<{ deadlocks: string }>(
    'select deadlocks from pg_stat_database where datname = current_database()',
  );
  return Number(row?.deadlocks);
};

it('appends of both kinds and changes, to the same conversations in any order, never wait for each other in a circle', async () => {
  // A circle is found before the server gives up waiting, else it would count as a wait.
  await seed.rows(
    `do $$ begin execute format('alter database %I set deadlock_timeout = ''10ms''', current_database()); end $$`,
  );
  const rooms = await Promise.all(Array.from({ length: 12 }, () => seed.room([ada])));
  const databases = [openDatabase(seed.databaseUrl, log), openDatabase(seed.databaseUrl, log)] as const;
  const [one, other] = databases.map((database) => new Appender(database, createMetrics(), log));
  if (!one || !other) throw new Error('no writers');
  const before = await deadlocks();
  const send = (conversationId: string, clientId: string = randomUUID()): Send => ({
    ...{ conversationId, authorId: ada.id, clientId, body: 'Hello', replyToId: null, threadId: null, content: null },
  });
  const repeated = send(rooms[0] ?? '');
  const [first] = await one.commit([repeated], () => {});
  if (!first?.ok) throw new Error('not stored');
  const changes = new Messages({
    ...{ database: databases[1], publish: () => {}, departures: new Departures(databases[1]) },
    ...{
      commits: new GroupCommit(other, () => {}),
      readMarks: new ReadMarks({ database: databases[1], publish: () => {}, log }),
    },
  });
  for (let round = 0; round < rounds; round += 1) {
    const forth = rooms.map((room) => send(room));
    const back = rooms.toReversed().map((room) => send(room));
    const answers = await Promise.all([
      one.commit(forth, () => {}),
      other.commit(back, () => {}),
      // Each with a repeat, so that the other function judges it.
      one.commit([...rooms.toReversed().map((room) => send(room)), repeated], () => {}),
      other.commit([repeated, ...rooms.map((room) => send(room))], () => {}),
      changes.edit(ada.id, { messageId: first.data.id, body: `edited ${round}` }),
    ]);
    expect(answers.flat().filter(({ ok }) => !ok)).toEqual([]);
  }
  // What a connection has counted is told when it ends.
  await Promise.all(databases.map((database) => database.close()));
  expect((await deadlocks()) - before).toBe(0);
});

it('marks of one instance and the other, of many people in any order, and what people write of their own never wait in a circle', async () => {
  await seed.rows(
    `do $$ begin execute format('alter database %I set deadlock_timeout = ''10ms''', current_database()); end $$`,
  );
  const people = await Promise.all(Array.from({ length: 12 }, (_, n) => seed.person(`Reader ${n}`)));
  const rooms = await Promise.all(Array.from({ length: 3 }, () => seed.room([ada, ...people])));
  const databases = [openDatabase(seed.databaseUrl, log), openDatabase(seed.databaseUrl, log)] as const;
  const writer = new Appender(databases[0], createMetrics(), log);
  const before = await deadlocks();
  const marksOf = (round: number): Mark[] =>
    people.flatMap(({ id: userId }) =>
      rooms.map((conversationId) => ({ conversationId, userId, seq: round, back: round % 7 === 0 })),
    );
  for (let round = 1; round <= rounds; round += 1) {
    await writer.commit(
      rooms.map((conversationId) => ({
        ...{ conversationId, authorId: ada.id, clientId: randomUUID(), body: 'Hello' },
        ...{ replyToId: null, threadId: null, content: null },
      })),
      () => {},
    );
    const writes = people.map(({ id: userId }) => ({
      ...{ userId, key: 'note:one', content: { note: round }, seen: undefined, most: 10 },
    }));
    await Promise.all([
      storeMarks(databases[0], marksOf(round)),
      storeMarks(databases[1], marksOf(round).toReversed()),
      new EntryWriter(databases[1], log).commit(writes.toReversed(), () => {}),
    ]);
  }
  await Promise.all(databases.map((database) => database.close()));
  expect((await deadlocks()) - before).toBe(0);
});
