import { randomUUID } from 'node:crypto';
import type { Rejection, Result, TicketEvent, TimelineItem } from '../../../protocol/index.ts';
import { JobList } from '../../../server/engine/jobs/add-job.ts';
import type { Batch } from '../../../server/engine/log/batch.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { createFeed, type Feed } from '../../../server/tickets/feed.ts';
import { Discussions, TicketNotes, TicketRules, ticketJobs } from '../../../server/tickets/index.ts';
import { ingestTickets } from '../../../server/tickets/rejections.ts';
import { type Person, type Seed, seedDatabase } from '../../support/seed.ts';
import { incoming, sampleEvent } from '../ingest/workbench.ts';

const silent = createLogger('silent', 'test');

/** What one instance has to work tickets with, on a pool of its own. */
export type TicketInstance = {
  database: Database;
  feed: Feed;
  notes: TicketNotes;
  discussions: Discussions;
  rules: TicketRules;
  published: Batch[];
};

const openInstance = (url: string): TicketInstance => {
  const database = openDatabase(url, silent);
  const published: Batch[] = [];
  const publish = (batches: Batch[]) => published.push(...batches);
  return {
    ...{ database, published },
    feed: createFeed({ database, publish }),
    notes: new TicketNotes(database, publish),
    discussions: new Discussions({ database, publish, ring: () => {}, publicUrl: 'https://chat.example.com' }),
    rules: new TicketRules(database),
  };
};

/** Two instances on one database, with two handlers and an admin. */
export type Desk = {
  seed: Seed;
  one: TicketInstance;
  two: TicketInstance;
  ada: Person;
  bob: Person;
  admin: Person;
  /** Takes events in as one batch, and gives the rejections that it made. */
  take(...events: Partial<TicketEvent>[]): Promise<Rejection[]>;
  /** What is there now. */
  see(rejectionId: string): Promise<Rejection>;
  timeline(rejectionId: string): Promise<TimelineItem[]>;
  /** The jobs of a worker, by name. */
  jobs(): Map<string, (data: unknown) => Promise<void>>;
  close(): Promise<void>;
};

/** @throws Error when it was refused */
export const granted = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.data;
};

export const openDesk = async (): Promise<Desk> => {
  const seed = await seedDatabase();
  const [one, two] = [openInstance(seed.databaseUrl), openInstance(seed.databaseUrl)];
  const [ada, bob] = [await seed.person('Ada', 'handler'), await seed.person('Bob', 'handler')];
  const admin = await seed.person('Root', 'admin');
  return {
    ...{ seed, one, two, ada, bob, admin },
    take: async (...events) => {
      const full = events.map((event) => incoming(sampleEvent({ ticketId: randomUUID(), ...event })));
      const ingested = await ingestTickets(one.database, { source: 'http', events: full, deadLetters: [] });
      if (ingested.fenced) throw new Error('nothing was stored');
      const ids = new Set(full.map(({ eventId }) => eventId));
      // Of one that an event woke, too, only the latest.
      return (ingested.batch?.entries ?? []).filter(({ eventId }) => ids.has(eventId));
    },
    see: async (rejectionId) => granted(await two.feed.get({ rejectionId })).rejection,
    timeline: async (rejectionId) => granted(await two.feed.timeline({ rejectionId, limit: 100 })).items,
    jobs: () => {
      const all = ticketJobs(two.database, new JobList(two.database), (batches) => two.published.push(...batches));
      return new Map(all.map(({ name, run }) => [name, run]));
    },
    close: async () => {
      await Promise.all([one.database.close(), two.database.close()]);
      await seed.close();
    },
  };
};
