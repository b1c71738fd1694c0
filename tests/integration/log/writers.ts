import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Message, Result } from '../../../protocol/index.ts';
import type { Batch } from '../../../server/engine/log/batch.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { Appender } from '../../../server/messages/append.ts';
import type { Send } from '../../../server/messages/send.ts';
import { type Person, type Seed, seedDatabase } from '../../support/seed.ts';

const silent = createLogger('silent', 'test');

// What the tests of a file share: a database, two writers on it, and a room of Ada and Bob that is new for every test.
export let seed: Seed;
export let ada: Person;
export let bob: Person;
export let room: string;
/** Everything that was published since the test began, or since {@link forgetPublished}. */
export let published: Batch[] = [];
const databases: Database[] = [];
const writers: Appender[] = [];

export const forgetPublished = (): void => {
  published = [];
};

/** Call it once in a file of tests. */
export const prepareWriters = (): void => {
  beforeAll(async () => {
    seed = await seedDatabase();
    for (let writer = 0; writer < 2; writer += 1) {
      const database = openDatabase(seed.databaseUrl, silent);
      databases.push(database);
      writers.push(new Appender(database, createMetrics(), silent));
    }
    ada = await seed.person('Ada');
    bob = await seed.person('Bob');
  });

  afterAll(async () => {
    await Promise.all(databases.map((database) => database.close()));
    await seed?.close();
  });

  beforeEach(async () => {
    room = await seed.room([ada, bob]);
    forgetPublished();
  });
};

export const appenderOf = (writer: number): Appender => {
  const appender = writers[writer];
  if (!appender) throw new Error(`there is no writer ${writer}`);
  return appender;
};

/** A send of Ada's to the room, as it would be were it not for `over`. */
export const toSend = (over: Partial<Send> = {}): Send => ({
  ...{
    conversationId: room,
    authorId: ada.id,
    clientId: randomUUID(),
    body: 'Hello',
    replyToId: null,
    threadId: null,
    content: null,
  },
  ...over,
});

/** One batch through one of the two writers. */
export const commit = (sends: Send[], writer = 0): Promise<Result<Message>[]> =>
  appenderOf(writer).commit(sends, (batches) => published.push(...batches));

export const commitOne = async (send: Send, writer = 0): Promise<Result<Message>> => {
  const [result] = await commit([send], writer);
  if (!result) throw new Error('no answer');
  return result;
};

export const sent = async (over: Partial<Send> = {}): Promise<Message> => {
  const result = await commitOne(toSend(over));
  if (!result.ok) throw new Error(result.error.message);
  return result.data;
};

/** What became of sends: the seq, or the code of the refusal. */
export const codes = (results: Result<Message>[]) =>
  results.map((result) => (result.ok ? result.data.seq : result.error.code));
export const seqsIn = async (conversationId: string) =>
  (
    await seed.rows<{ seq: string }>('select seq from message where conversation_id = $1 order by seq', [
      conversationId,
    ])
  ).map(({ seq }) => Number(seq));
export const headOf = async (conversationId: string) => {
  const rows = await seed.rows<{ last_seq: string; last_version: string }>(
    'select last_seq, last_version from log where id = $1',
    [conversationId],
  );
  return [Number(rows[0]?.last_seq), Number(rows[0]?.last_version)];
};
