import type { Data, PayloadInput, Result, SourceState } from '../../../protocol/index.ts';
import { SourceCreatePayload } from '../../../protocol/index.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import type { Config } from '../../../server/config.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { Sealed } from '../../../server/engine/ops/sealed.ts';
import { SecurityLog } from '../../../server/engine/ops/security-log.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import {
  createNamedIngest,
  Mappings,
  MappingTrial,
  type NamedIngest,
  NamedSources,
  Rereader,
  SourceReading,
  Supervisor,
} from '../../../server/sources/index.ts';
import { Intake } from '../../../server/sources/intake.ts';
import { collectLog } from '../../support/log-lines.ts';
import { type Person, type Seed, seedDatabase } from '../../support/seed.ts';

/** What one worker says of one source. */
export type Worker = { stateOf(key: string): SourceState | undefined };

/** Sources, what makes them, and workers that read them, on a database of their own. */
export type Desk = {
  seed: Seed;
  database: Database;
  named: NamedSources;
  reading: SourceReading;
  trial: MappingTrial;
  rereader: Rereader;
  ingest: NamedIngest;
  /** Everything that was logged. */
  lines: () => object[];
  asker(person?: Person): never;
  /** Names a source as an admin does, and says what was answered. */
  make(terms: PayloadInput<'source:create'>): Promise<Data<'source:create'>>;
  /** Changes it, as it is now. */
  change(key: string, patch: Omit<PayloadInput<'source:update'>, 'key' | 'version'>): Promise<void>;
  startWorker(name: string, options?: { authSecret?: string | undefined; redisUrls?: string[] }): Worker;
  stored(source: string): Promise<{ event_id: string; ticket_id: string; title: string }[]>;
  letters(source: string): Promise<{ error: string; payload: Buffer }[]>;
  /** Waits until so many tickets of a source are there, and gives their ids, sorted. */
  arrived(source: string, count: number): Promise<string[]>;
  close(): Promise<void>;
};

const authSecret = 'the secret of the desk, which nobody else knows';
const noSettings = {
  ...{ KAFKA_BROKERS: undefined, KAFKA_TOPIC: 'tickets.rejected', KAFKA_GROUP: 'switchboard' },
  ...{ AMQP_URL: undefined, AMQP_QUEUE: 'tickets.rejected', TICKET_STREAM: undefined, INGEST_SECRET: false },
} satisfies Partial<Record<keyof Config, unknown>>;

/** @returns what a successful answer holds */
export const dataOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.data;
};

export const openDesk = async (): Promise<Desk> => {
  const seed = await seedDatabase(authSecret);
  const { log, lines } = collectLog();
  const database = openDatabase(seed.databaseUrl, log);
  const admin = await seed.person('Ada', 'admin');
  const [sealed, metrics, mappings] = [new Sealed(authSecret), createMetrics(), new Mappings()];
  const reading = new SourceReading({ database, sealed, settings: noSettings });
  const security = new SecurityLog(log, authSecret);
  const named = new NamedSources({ database, sealed, mappings, reading, settings: noSettings, security });
  const intake = new Intake({ database, publish: () => {}, metrics, log });
  const workers: Supervisor[] = [];
  const asker = (person: Person = admin) => ({ me: person, address: '10.0.0.1' }) as never;
  const stored: Desk['stored'] = (source) =>
    seed.rows('select event_id, ticket_id, title from rejection where source = $1 order by seq', [source]);
  return {
    ...{ seed, database, named, reading, lines, asker, stored },
    trial: new MappingTrial(database, mappings),
    rereader: new Rereader(database, mappings),
    ingest: createNamedIngest({ database, intake, sealed, mappings }),
    make: async (terms) => dataOf(await named.create(asker(), SourceCreatePayload.parse(terms))),
    change: async (key, patch) => {
      const row = await reading.row(key);
      dataOf(await named.update(asker(), { key, version: row?.version ?? 0, ...patch } as never));
    },
    startWorker: (name, options = {}) => {
      const secret = 'authSecret' in options ? options.authSecret : authSecret;
      const here = { instance: name, redisUrls: options.redisUrls };
      const parts = { database, intake, metrics, log, mappings, here };
      const worker = new Supervisor({ ...parts, sealed: secret === undefined ? undefined : new Sealed(secret) });
      workers.push(worker);
      worker.start();
      return { stateOf: (key) => worker.states().find((state) => state.name === key) };
    },
    letters: (source) => seed.rows('select error, payload from dead_letter where source = $1 order by id', [source]),
    arrived: async (source, count) => {
      await until(`${count} tickets of ${source}`, async () => (await stored(source)).length >= count, 30_000);
      return (await stored(source)).map((row) => row.event_id).sort();
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.stop()));
      await mappings.stop();
      await database.close();
      await seed.close();
    },
  };
};

/** Waits until a source is so on all of these workers. */
export const becomes = (key: string, state: SourceState['state'], workers: readonly Worker[]): Promise<void> =>
  until(`${key} to be ${state}`, () => workers.every((worker) => worker.stateOf(key)?.state === state), 30_000);
