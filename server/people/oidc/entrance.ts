import { v7 as uuidv7 } from 'uuid';
import { personName } from '../../../protocol/index.ts';
import { fromAddress, recordIn } from '../../audit/index.ts';
import { type Database, sqlState } from '../../engine/store/database.ts';
import { inTransaction } from '../../engine/store/transaction.ts';
import type { Profile } from './provider.ts';

/** What the one provider is called in the table of accounts. */
export const providerId = 'oidc';

/** What became of somebody whom the provider knows; `taken`: something was, a moment before. */
export type Entered =
  | { outcome: 'in'; userId: string }
  | { outcome: 'blocked' | 'not_verified' | 'not_confirmed' | 'unknown' };

// Within, so that the address is told before the function is called.
const enter = `
  select (entered).outcome, (entered).person
  from (select enter_by_provider($1, $2, $3, $4, $5) as entered from ${fromAddress('$6')} offset 0) e`;
const link = `select link_provider($1, $2, $3, $4) as linked from ${fromAddress('$5')}`;
const unlink = `select unlink_provider($1, $2) as gone from ${fromAddress('$3')}`;
const isLinked = 'select exists (select 1 from account where user_id = $1 and provider_id = $2) as linked';
const makePerson = `
  insert into "user" (id, name, email, email_verified, role, admission) values ($1, $2, $3, true, $4, $5)`;
const makeAccount = 'insert into account (id, account_id, provider_id, user_id) values ($1, $2, $3, $4)';

type Row = { outcome: 'in' | 'blocked' | 'not_verified' | 'not_confirmed' | 'unknown'; person: string | null };

const nameOf = ({ name, email }: Profile): string =>
  [name, email?.split('@', 1)[0], 'Unknown'].map((one) => personName.safeParse(one)).find(({ success }) => success)
    ?.data ?? '?';

/** The accounts that somebody may enter, or gets, by the provider. Every rule is a statement of PostgreSQL. */
export class Entrance {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async enter({ subject, email, verified }: Profile, address: string): Promise<Entered> {
    const given = [providerId, subject, email, verified, uuidv7(), address];
    const [row] = await this.#database.query<Row>('provider_enter', enter, given);
    const { outcome, person } = row ?? { outcome: 'unknown' as const, person: null };
    return outcome === 'in' ? { outcome, userId: person ?? '' } : { outcome };
  }

  /**
   * Makes an account for somebody who is let in.
   * @param options.ticket what lets them in; see Admission
   * @returns whose account it is, or null when it, or what lets them in, was taken a moment before
   */
  async make(profile: Profile, { ticket, address }: { ticket: string; address: string }): Promise<string | null> {
    const userId = uuidv7();
    const role = ticket === 'first' ? 'admin' : 'member';
    try {
      await inTransaction(this.#database, async (transaction) => {
        const person = [userId, nameOf(profile), profile.email, role, ticket === 'open' ? null : ticket];
        await transaction.query('provider_make_person', makePerson, person);
        await transaction.query('provider_make_account', makeAccount, [uuidv7(), profile.subject, providerId, userId]);
        const subject = { kind: 'person', id: userId };
        await recordIn(transaction, { actorId: userId, action: 'account.create', subject, address });
      });
    } catch (error) {
      // Unique violation, or what the trigger that admits accounts raises.
      if (['23505', 'P0001'].includes(sqlState(error) ?? '')) return null;
      throw error;
    }
    return userId;
  }

  /** @returns false when it is somebody else's */
  async link(userId: string, { subject }: Profile, address: string): Promise<boolean> {
    const [row] = await this.#database.query<{ linked: boolean }>('provider_link', link, [
      ...[userId, providerId, subject, uuidv7(), address],
    ]);
    return row?.linked === true;
  }

  /** @returns false when there would be no way in any more */
  async unlink(userId: string, address: string): Promise<boolean> {
    const [row] = await this.#database.query<{ gone: boolean }>('provider_unlink', unlink, [
      userId,
      providerId,
      address,
    ]);
    return row?.gone === true;
  }

  async isLinked(userId: string): Promise<boolean> {
    const [row] = await this.#database.query<{ linked: boolean }>('provider_is_linked', isLinked, [userId, providerId]);
    return row?.linked === true;
  }
}
