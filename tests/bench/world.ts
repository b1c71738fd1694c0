import pg from 'pg';
import { install } from '../../scripts/installation/install.ts';
import { type Kafka, startKafka } from '../../scripts/installation/kafka.ts';
import { type Postgres, startPostgres } from '../../scripts/installation/postgres.ts';
import { makeFolder, removeFolder } from '../../scripts/installation/processes.ts';
import { type Redis, startRedis } from '../../scripts/installation/redis.ts';

/** Real services for all runs; each run gets a database of its own and an empty Redis. */
export type World = {
  postgres: Postgres;
  redis: Redis;
  /** Started when a bench first asks for it. */
  kafka(): Promise<Kafka>;
  /**
   * A folder that is removed when all is over. ext4 does not give away an inode that was freed in the last five minutes, and
   * looks at each of them for every file it creates: removing one data folder makes the next one take twice as long.
   */
  folder(name: string): string;
  say(step: string): void;
  options: LoadOptions;
  close(): Promise<void>;
};

export type LoadOptions = {
  /** Length of the measured part of each timed run. */
  seconds: number;
  /** Multiplies the numbers of clients and messages; below 1 for a quick look, whose figures count for nothing. */
  scale: number;
  /** Processes that make the load. */
  drivers: number;
  /** Short runs of less: two versions are compared in many of them, and what is the same for both need not be long. */
  brief: boolean;
  /** Folder of the version that is the target `before`. */
  before?: string | undefined;
  /** Folder for CPU profiles of the measured servers. */
  profile?: string | undefined;
  /** Module that is loaded into a second Switchboard, to measure a change before it is made. */
  try?: string | undefined;
};

/** What a production server of this size would have; durability stays as PostgreSQL has it by default. */
export const postgresSettings = {
  shared_buffers: '1GB',
  max_wal_size: '8GB',
  min_wal_size: '4GB',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
};

const walToRecycle = 3 * 2 ** 30;
const oneRecord = 2 ** 20;

/**
 * Writes its log full and lets it be recycled, as in a database that has been running for a day: a fresh one stops for
 * up to 300 ms, every few seconds, to make a new file of it.
 */
const wearIn = async ({ url }: Postgres): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `select count(pg_logical_emit_message(false, 'bench', repeat('x', $1))) from generate_series(1, $2::int)`,
    [oneRecord, walToRecycle / oneRecord],
  );
  await client.query('checkpoint');
  await client.end();
};

const who = 'The benches need';

/** Fetched when a bench asks for it: few do. */
const installedKafka = async (): Promise<Kafka> => {
  const { kafkaMissing } = await install({ programs: [], browser: false, kafka: true }, who);
  if (kafkaMissing !== undefined) throw new Error(`${who} Kafka: ${kafkaMissing}`);
  return startKafka();
};

export const openWorld = async (options: LoadOptions, say: (step: string) => void): Promise<World> => {
  await install({ programs: ['redis-server'], browser: false, kafka: false }, who);
  const [postgres, redis] = await Promise.all([startPostgres(postgresSettings), startRedis()]);
  // Whose figures count for nothing.
  const isQuickLook = options.scale < 1;
  if (!isQuickLook) {
    say('wearing in PostgreSQL');
    await wearIn(postgres);
  }
  let kafka: Promise<Kafka> | undefined;
  const folders: string[] = [];
  return {
    postgres,
    redis,
    kafka: () => (kafka ??= installedKafka()),
    folder: (name) => {
      const folder = makeFolder(name);
      folders.push(folder);
      return folder;
    },
    say,
    options,
    close: async () => {
      await Promise.all([postgres.stop(), redis.stop(), kafka?.then((started) => started.stop())]);
      for (const folder of folders) removeFolder(folder);
    },
  };
};
