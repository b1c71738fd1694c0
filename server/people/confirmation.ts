import { type Confirmation, type Failure, failure, failureWith } from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';

/** How long, in minutes, one need not prove again who one is. */
const lasting = 10;

const read = `
  select greatest(s.created_at, s.confirmed_at) > now() - interval '${lasting} minutes' as confirmed,
         exists (select 1 from account a where a.user_id = s.user_id and a.password is not null) as password,
         exists (select 1 from second_factor f where f.user_id = s.user_id and f.confirmed_at is not null) as code,
         exists (select 1 from passkey p where p.user_id = s.user_id) as passkey
  from session s where s.id = $1`;
const note = 'update session set confirmed_at = now() where id = $1';

type Row = { confirmed: boolean; password: boolean; code: boolean; passkey: boolean };

/**
 * Dear things (a role, a token, a second factor, an export) outlive the session that did them: a browser that somebody left
 * open must not be enough. So they need a sign-in, or a confirmation of that session, in the last ten minutes.
 */
export class Confirmations {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * @param sessionId of a session; an API token confirms nothing, and may never do what is dear
   * @returns why it may not be done now, with the ways to confirm; or null
   */
  readonly unconfirmed = async (sessionId: string): Promise<Failure | null> => {
    const [session] = await this.#database.query<Row>('session_confirmed', read, [sessionId]);
    if (session === undefined) return failure('forbidden', 'not with an API token: sign in');
    if (session.confirmed) return null;
    const known = (['password', 'code', 'passkey'] as const).filter((way) => session[way]);
    const ways: Confirmation[] = [...known, 'again'];
    return failureWith({ confirm: ways }, 'forbidden', 'you signed in a while ago: confirm that it is you');
  };

  /** From now on the session may do dear things for a while. */
  async confirmed(sessionId: string): Promise<void> {
    await this.#database.query('session_confirm', note, [sessionId]);
  }
}
