import { v7 as uuidv7 } from 'uuid';
import { personName } from '../../../protocol/index.ts';
import { fromAddress } from '../../audit/index.ts';
import type { Database } from '../../engine/store/database.ts';
import type { Profile } from './provider.ts';

/** What the one provider is called in the table of accounts. */
export const providerId = 'oidc' as const;

/** What became of somebody whom the provider knows. */
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

type Row = { outcome: 'in' | 'blocked' | 'not_verified' | 'not_confirmed' | 'unknown'; person: string | null };

/** @returns what somebody is called here, from what the provider says of them */
export const nameOf = ({ name, email }: Profile): string =>
  [name, email?.split('@', 1)[0], 'Unknown'].map((one) => personName.safeParse(one)).find(({ success }) => success)
    ?.data ?? '?';

/** The accounts that somebody may enter by the provider. Every rule is a statement of PostgreSQL. */
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
