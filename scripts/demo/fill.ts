import { hashPassword } from 'better-auth/crypto';
import pg from 'pg';
import type { Logger } from '../../server/engine/ops/log.ts';
import type { Metrics } from '../../server/engine/ops/metrics.ts';
import type { Database } from '../../server/engine/store/database.ts';
import { seeded } from '../installation/random.ts';
import { nouns } from './nouns.ts';
import { demoDomain } from './people.ts';
import { createServices } from './services.ts';
import type { World } from './world.ts';

/** What a demo holds: the same for the same numbers. */
export type Content = {
  seed: number;
  /** 1 is a year of a small company. */
  size: number;
};

export type FillOptions = Content & {
  /** Migrated. */
  database: Database;
  metrics: Metrics;
  log: Logger;
  now: Date;
  /** Of the installation: what its webhooks sign with is kept with it. */
  authSecret: string;
  /** Of everybody in the demo. */
  password: string;
  say: (step: string) => void;
};

const whoIsThere = `
  select count(*)::int as people, count(*) filter (where email = $1)::int as first_of_demo from "user"`;
// Two demos at once must not both find that nobody is there.
const alone = 'lock table "user" in share row exclusive mode';

/**
 * Fills an installation in which nobody is. All of it is one transaction, so a demo is there as a whole or not at all.
 * @returns whether it was filled; a demo that is there already stays as it is
 * @throws Error when people are there who are of no demo: theirs is never touched
 */
export const fill = async (options: FillOptions): Promise<boolean> => {
  // Of its own: the pool takes away a connection that somebody keeps for seconds.
  const client = new pg.Client(options.database.pool.options);
  await client.connect();
  try {
    await client.query('begin');
    // To plan a large demo takes seconds, in which nothing is asked.
    await client.query('set local idle_in_transaction_session_timeout = 0');
    const isFilled = await fillIn(client, options);
    await client.query('commit');
    return isFilled;
  } finally {
    // Whatever was not committed ends with it.
    await client.end();
  }
};

const fillIn = async (client: pg.Client, options: FillOptions): Promise<boolean> => {
  const { metrics, log, authSecret, seed, size, now, password, say } = options;
  await client.query(alone);
  const { rows } = await client.query<{ people: number; first_of_demo: number }>(whoIsThere, [`ada@${demoDomain}`]);
  const found = rows[0];
  if (found !== undefined && found.first_of_demo > 0) return false;
  if (found === undefined || found.people > 0)
    throw new Error(
      'people use this installation already, and it is no demo; name another one by DATA_DIR or DATABASE_URL',
    );
  const services = createServices(inTransaction(options.database, client), { metrics, log, authSecret });
  const world: World = {
    ...{ now, size, people: [], places: [], passwordHash: await hashPassword(password) },
    randomOf: (noun) => seeded(seed + [...noun].reduce((sum, letter) => 31 * sum + letter.charCodeAt(0), 7)),
  };
  for (const noun of nouns) {
    say(`Making ${noun.name} …`);
    await noun.fill(services, world);
  }
  // A mark that follows a send is stored some time later; not after the commit.
  await services.readMarks.flush();
  return true;
};

const stepsOf: Readonly<Record<string, string>> = {
  begin: 'savepoint step',
  commit: 'release savepoint step',
  rollback: 'rollback to savepoint step',
};

/** A connection for a transaction within the demo's own: on another one it would wait for what the demo has locked. */
const within = (client: pg.Client) => ({
  query: (statement: string | pg.QueryConfig, values?: unknown[]) =>
    typeof statement === 'string' ? client.query(stepsOf[statement] ?? statement, values) : client.query(statement),
  on: () => {},
  off: () => {},
  release: () => {},
});

/** The same database, whose queries go through one connection, one after the other. */
const inTransaction = (database: Database, client: pg.Client): Database => {
  let last: Promise<unknown> = Promise.resolve();
  return {
    ...database,
    // Of a pool, services want nothing else.
    pool: { connect: async () => within(client) } as unknown as pg.Pool,
    query: async <Row extends pg.QueryResultRow>(name: string, text: string, values: unknown[]) => {
      const result = last.then(() => client.query<Row>({ name, text, values }));
      last = result.catch(() => {});
      return (await result).rows;
    },
  };
};
