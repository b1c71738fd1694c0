import type { AuditAction } from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';
import type { Transaction } from '../engine/store/transaction.ts';

/** Something that was done, or refused. What is secret, e-mail addresses and what people write have no place in it. */
export type AuditEntry = {
  /** Who did it; null for somebody who is not signed in. */
  actorId: string | null;
  action: AuditAction;
  /** On what: `person`, `room`, `token` …, and its id. */
  subject?: { kind: string; id: string } | undefined;
  detail?: Record<string, unknown>;
  /** From where. */
  address: string;
  refused?: boolean;
};

const insert = 'select audit($1, $2, $3, $4, $5, $6, $7)';

/**
 * Adds an entry in the transaction of the act. To be called last: it locks the log until the transaction ends.
 * @throws the database's error; the act must not be done then
 */
export const recordIn = async (transaction: Pick<Transaction, 'query'>, entry: AuditEntry): Promise<void> => {
  const { actorId, action, subject, detail = {}, address, refused = false } = entry;
  await transaction.query('audit', insert, [
    ...[actorId, action, subject?.kind ?? null, subject?.id ?? null],
    ...[JSON.stringify(detail), address, refused],
  ]);
};

/** Adds an entry in a transaction of its own, for what is no transaction itself: who signed in, what was refused. */
export const record = (database: Pick<Database, 'query'>, entry: AuditEntry): Promise<void> =>
  recordIn(database, entry);

/**
 * What to write after `from` in a statement that calls an SQL function which adds to the log itself.
 * @param parameter holds the address from which somebody asks, as in `$4`
 */
export const fromAddress = (parameter: string): string => `set_config('switchboard.address', ${parameter}, true)`;
