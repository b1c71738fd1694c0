import { v7 as uuidv7 } from 'uuid';
import { recordIn } from '../audit/index.ts';
import { type Database, isPassing, sqlState } from '../engine/store/database.ts';
import { inTransaction, type Transaction } from '../engine/store/transaction.ts';
import type { Ticket } from './admission.ts';

/** By what somebody will get in: a password, or what a provider knows them by. */
export type WayIn = { provider: 'credential'; hash: string } | { provider: 'oidc'; subject: string };

/** Somebody who was let in, and has no account yet. */
export type Newcomer = {
  name: string;
  email: string | null;
  /** Whether the address was proved to be theirs elsewhere. */
  isProved: boolean;
  /** What lets them in; see Admission. */
  ticket: Ticket;
  way: WayIn;
  /** From where they come. */
  address: string;
};

/** `taken`: the address is somebody's. `late`: something else was taken a moment before; asked again, the rules say what. */
export type Made<T> = { outcome: 'made'; userId: string; more: T } | { outcome: 'taken' } | { outcome: 'late' };

const makePerson = `
  insert into "user" (id, name, email, email_verified, role, admission) values ($1, $2, $3, $4, $5, $6)`;
const makeAccount = 'insert into account (id, account_id, provider_id, user_id, password) values ($1, $2, $3, $4, $5)';

/** How often newcomers who had to wait too long for others, as for those who use the same invitation, try again. */
const tries = 6;

/** A ticket that others may have, too, is not written: what is written is unique. */
const isShared = (ticket: Ticket): boolean => ticket === 'open' || ticket === 'domain';

const admissionOf = (ticket: Ticket): Record<string, string> => {
  if (ticket === 'first' || isShared(ticket)) return { by: ticket };
  return ticket.startsWith('address:') ? { by: 'domain' } : { by: 'invitation', invitation: ticket };
};

/** Makes accounts: each with its way in, what goes with it, and its entry in the audit log, or not at all. */
export class Newcomers {
  readonly #database: Database;
  #last: Promise<unknown> = Promise.resolve();

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * What takes long, as hashing does, belongs before it. Those who come at once are let in one after the other: they would wait for
   * each other in the database, each with one of few connections.
   * @param also done in the same transaction; its answer is handed on
   * @throws the database's error
   */
  async make<T>(newcomer: Newcomer, also: (transaction: Transaction, userId: string) => Promise<T>): Promise<Made<T>> {
    const made = this.#last.then(() => this.#patiently(newcomer, also));
    this.#last = made.catch(() => undefined);
    return made;
  }

  async #patiently<T>(
    newcomer: Newcomer,
    also: (transaction: Transaction, userId: string) => Promise<T>,
  ): Promise<Made<T>> {
    for (let left = tries - 1; ; left -= 1)
      try {
        const userId = uuidv7();
        const more = await inTransaction(this.#database, (transaction) =>
          this.#store(transaction, userId, newcomer, also),
        );
        return { outcome: 'made', userId, more };
      } catch (error) {
        if (isPassing(error) && left > 0) continue;
        if (isTaken(error, 'user_email_key')) return { outcome: 'taken' };
        // Unique violation, or what the trigger that admits accounts raises.
        if (['23505', 'P0001'].includes(sqlState(error) ?? '')) return { outcome: 'late' };
        throw error;
      }
  }

  async #store<T>(
    transaction: Transaction,
    userId: string,
    { name, email, isProved, ticket, way, address }: Newcomer,
    also: (transaction: Transaction, userId: string) => Promise<T>,
  ): Promise<T> {
    const role = ticket === 'first' ? 'admin' : 'member';
    const person = [userId, name, email, isProved, role, isShared(ticket) ? null : ticket];
    await transaction.query('newcomer_person', makePerson, person);
    const known = way.provider === 'credential' ? [userId, way.hash] : [way.subject, null];
    await transaction.query('newcomer_account', makeAccount, [uuidv7(), known[0], way.provider, userId, known[1]]);
    const more = await also(transaction, userId);
    const subject = { kind: 'person', id: userId };
    await recordIn(transaction, {
      ...{ actorId: userId, action: 'account.create', subject, detail: admissionOf(ticket), address },
    });
    return more;
  }
}

const isTaken = (error: unknown, constraint: string): boolean =>
  sqlState(error) === '23505' && error instanceof Error && Reflect.get(error, 'constraint') === constraint;
