import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Conversation, Message, Result } from '../../../protocol/index.ts';
import type { Batch } from '../../../server/engine/log/batch.ts';
import { GroupCommit } from '../../../server/engine/log/group-commit.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { Appender } from '../../../server/messages/append.ts';
import { Messages } from '../../../server/messages/messages.ts';
import { Directory } from '../../../server/people/directory.ts';
import { ConversationView } from '../../../server/rooms/conversation-view.ts';
import { Conversations } from '../../../server/rooms/conversations.ts';
import { Departures } from '../../../server/rooms/departures.ts';
import { PublicRooms } from '../../../server/rooms/public-rooms.ts';
import { ReadMarks } from '../../../server/rooms/read-marks.ts';
import { type Person, type Seed, seedDatabase } from '../../support/seed.ts';

const silent = createLogger('silent', 'test');

// What the tests of a file share: a database, the services of one instance, three people and an admin.
export let seed: Seed;
export let database: Database;
export let ada: Person;
export let bob: Person;
export let cat: Person;
export let admin: Person;
/** A private room of Ada, who owns it, and Bob; new for every test. */
export let room: string;
export let conversations: Conversations;
export let publicRooms: PublicRooms;
export let directory: Directory;
export let view: ConversationView;
export let marks: ReadMarks;
export let messages: Messages;
/** Everything that was published since the test began. */
export let published: Batch[] = [];

/** Call it once in a file of tests. */
export const prepareChat = (): void => {
  beforeAll(async () => {
    seed = await seedDatabase();
    database = openDatabase(seed.databaseUrl, silent);
    const departures = new Departures(database);
    const publish = (batches: Batch[]) => void published.push(...batches);
    const commits = new GroupCommit(new Appender(database, createMetrics(), silent), publish);
    view = new ConversationView(database);
    marks = new ReadMarks({ database, publish, log: silent });
    conversations = new Conversations({ database, view, departures, ring: () => {} });
    publicRooms = new PublicRooms(database);
    directory = new Directory(database);
    messages = new Messages({ database, commits, publish, readMarks: marks, departures });
    [ada, bob, cat] = [await seed.person('Ada'), await seed.person('Bob'), await seed.person('Cat')];
    admin = await seed.person('Admin', 'admin');
  });

  afterAll(async () => {
    await marks?.flush();
    await database?.close();
    await seed?.close();
  });

  beforeEach(renewRoom);
};

/** An empty room for what comes now. */
export const renewRoom = async (): Promise<void> => {
  room = await seed.room([ada, bob]);
  published = [];
};

/** What an answer holds that must not be a refusal. */
export const data = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.data;
};

/** `ok`, or the code of a refusal and its reason. */
export const outcome = (result: Result<unknown>): string => {
  if (result.ok) return 'ok';
  const { code, data: more } = result.error;
  return more?.reason === undefined ? code : `${code} ${more.reason}`;
};

export const say = async (author: Person, body = 'Hello', conversationId = room): Promise<Message> =>
  data(await messages.send(author.id, { conversationId, clientId: randomUUID(), body }));

/** The conversation as somebody sees it, once every mark that follows a send is stored. */
export const seenBy = async (person: Person, conversationId = room): Promise<Conversation> => {
  await marks.flush();
  const seen = await view.one(person.id, conversationId);
  if (!seen) throw new Error('not a member');
  return seen;
};

export const membersOf = async (conversationId = room): Promise<string[]> =>
  (
    await seed.rows<{ user_id: string }>('select user_id from member where conversation_id = $1 order by user_id', [
      conversationId,
    ])
  ).map(({ user_id: id }) => id);
