import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Message, Result } from '../../../protocol/index.ts';
import type { Batch } from '../../../server/engine/log/batch.ts';
import { GroupCommit } from '../../../server/engine/log/group-commit.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { Appender } from '../../../server/messages/append.ts';
import { Messages } from '../../../server/messages/messages.ts';
import { Departures } from '../../../server/rooms/departures.ts';
import { ReadMarks } from '../../../server/rooms/read-marks.ts';
import { type Person, type Seed, seedDatabase } from '../../support/seed.ts';

const silent = createLogger('silent', 'test');

// What the tests of a file share: a database, two instances' services on it, and a room that is new for every test.
export let seed: Seed;
export let ada: Person;
export let bob: Person;
export let room: string;
/** Everything that was published since the test began, or since {@link forgetPublished}. */
export let published: Batch[] = [];
const databases: Database[] = [];
const readMarks: ReadMarks[] = [];
const services: Messages[] = [];

export const forgetPublished = (): void => {
  published = [];
};

const open = () => {
  const database = openDatabase(seed.databaseUrl, silent);
  const publish = (batches: Batch[]) => void published.push(...batches);
  const marks = new ReadMarks({ database, publish, log: silent });
  const commits = new GroupCommit(new Appender(database, createMetrics(), silent), publish);
  databases.push(database);
  readMarks.push(marks);
  services.push(new Messages({ database, commits, publish, readMarks: marks, departures: new Departures(database) }));
};

/** Call it once in a file of tests. */
export const prepareServices = (): void => {
  beforeAll(async () => {
    seed = await seedDatabase();
    open();
    open();
    ada = await seed.person('Ada');
    bob = await seed.person('Bob');
  });

  afterAll(async () => {
    await Promise.all(readMarks.map((marks) => marks.flush()));
    await Promise.all(databases.map((database) => database.close()));
    await seed?.close();
  });

  beforeEach(async () => {
    room = await seed.room([ada, bob]);
    forgetPublished();
  });
};

export const service = (writer = 0): Messages => {
  const found = services[writer];
  if (!found) throw new Error(`there is no writer ${writer}`);
  return found;
};

export const database = (): Database => {
  const [first] = databases;
  if (!first) throw new Error('the database is not open yet');
  return first;
};

/** What an answer holds that must not be a refusal. */
export const data = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.data;
};
export const refusal = (result: Result<unknown>) => (result.ok ? 'ok' : result.error.code);
export const send = async (body = 'Hello', author = ada, writer = 0): Promise<Message> =>
  data(await service(writer).send(author.id, { conversationId: room, clientId: randomUUID(), body }));
export const changesAfter = async (afterVersion: number, limit = 500) =>
  data(await service().changes(ada.id, { conversationId: room, afterVersion, limit }));
