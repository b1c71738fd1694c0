import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Logger } from '../ops/log.ts';
import { PrismaClient } from './generated/client.ts';
import { applicationName } from './generation.ts';
import { endSilentConnections } from './silent-connections.ts';

/** One pool of connections, shared by Prisma and by the prepared statements of the hot path. */
export type Database = {
  pool: pg.Pool;
  prisma: PrismaClient;
  /** Runs one prepared statement. `name` must be unique to `text`. */
  query<Row extends pg.QueryResultRow>(name: string, text: string, values: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
};

// No wait may outlive a client's patience (5 s), and a lock that is not granted soon must not hold up a whole batch.
const sessionSettings = [
  'statement_timeout=4000',
  'lock_timeout=500',
  'idle_in_transaction_session_timeout=5000',
  'default_transaction_isolation=read\\ committed',
  // The plan of a prepared statement is made once and kept: made while a table was small, it would go on reading it from
  // end to end when it has a million rows. Every query here is a look-up that an index answers, or bounded: see
  // tests/integration/plans.
  'enable_seqscan=off',
];

/** Milliseconds: longer than the statement may run, shorter than a client waits. */
const longestWait = 4_500;

/**
 * Opens the pool. No connection is made before the first query.
 * @param url PostgreSQL connection string
 * @param onConnect done on every new connection, before it is used; when it fails, so does what needed the connection
 */
export const openDatabase = (
  url: string,
  log: Logger,
  onConnect: (client: pg.ClientBase) => Promise<void> = async () => {},
): Database => {
  const pool = new pg.Pool({
    connectionString: url,
    max: 24,
    connectionTimeoutMillis: 2_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: applicationName,
    onConnect,
    options: sessionSettings.map((setting) => `-c ${setting}`).join(' '),
  });
  const silence = endSilentConnections(pool, longestWait, log);
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  let closing = false;
  pool.on('error', (error) => {
    if (!closing) log.warn({ err: error }, 'an idle database connection broke');
  });
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool, {
      onPoolError: (error) => log.warn({ err: error }, 'the database pool reported an error'),
      onConnectionError: (error) => log.warn({ err: error }, 'a database connection broke'),
    }),
  });
  return {
    pool,
    prisma,
    query: async <Row extends pg.QueryResultRow>(name: string, text: string, values: unknown[]) =>
      (await pool.query<Row>({ name, text, values })).rows,
    close: async () => {
      closing = true;
      await prisma.$disconnect();
      await pool.end();
      silence.stop();
    },
  };
};

// SQLSTATE classes: 08 connection, 53 resources, 57 operator intervention, 58 system error; 40 rolled back, 55P03 lock wait.
const passing = /^(08|53|57|58|40)|^55P03$/;
const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENOENT',
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'P2034',
]);
const driverMessages =
  /Connection terminated|connection timeout|timeout exceeded|timeout expired|Query read timeout|Client has encountered a connection error|not queryable|Can't reach database|DatabaseNotReachable|ConnectionClosed/i;

/** @returns whether the same statement may succeed later: the database is away, busy, or gave up waiting for a lock */
export const isPassing = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const code: unknown = Reflect.get(error, 'code');
  if (typeof code === 'string' && (passing.test(code) || networkCodes.has(code))) return true;
  // It ends the connection, whatever it says: a database that is being put back is not there, or lets nobody in, for a moment.
  if (error instanceof pg.DatabaseError && error.severity === 'FATAL') return true;
  if (error instanceof AggregateError && error.errors.some(isPassing)) return true;
  if (driverMessages.test(error.message)) return true;
  return error.cause !== undefined && isPassing(error.cause);
};

/** @returns whether PostgreSQL does not know the database, or who wants to use it: while a process starts, what it was told is wrong */
export const isWrongAddress = (error: unknown): boolean => /^(28|3D)/.test(sqlState(error) ?? '');

/** @returns whether PostgreSQL gave a statement up because it ran too long: asked again, it will take as long again */
export const isTooSlow = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === '57014' && error.message.includes('statement timeout');

/** @returns the SQLSTATE of a PostgreSQL error, or undefined */
export const sqlState = (error: unknown): string | undefined =>
  error instanceof pg.DatabaseError ? error.code : undefined;
