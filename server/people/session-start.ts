import { createHmac, randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../engine/store/database.ts';
import type { Transaction } from '../engine/store/transaction.ts';
import { sessionLife } from './session-life.ts';

/** From where a session is begun. */
export type Origin = { address: string; userAgent: string };

const longestUserAgent = 500;

// One that waits for a second factor is over from the beginning, as those are that better-auth makes: see auth.ts.
const insert = `
  insert into session (id, token, user_id, expires_at, second_factor_until, ip_address, user_agent)
  select $1, $2, u.id,
    case when f.due then now() else now() + $6::int * interval '1 second' end,
    case when f.due then now() + $7::int * interval '1 second' end, $4, $5
  from "user" u
  cross join lateral (
    select $8 and exists (select 1 from second_factor s where s.user_id = u.id and s.confirmed_at is not null) as due) f
  where u.id = $3 and u.banned is not true
  returning second_factor_until is not null as waits`;

/** Begins sessions of people who proved who they are by other means than a password. */
export class SessionStart {
  readonly #database: Database;
  readonly #secret: string;
  readonly #cookieName: string;
  readonly #isSecure: boolean;

  constructor(options: { database: Database; secret: string; cookieName: string; isSecure: boolean }) {
    this.#database = options.database;
    this.#secret = options.secret;
    this.#cookieName = options.cookieName;
    this.#isSecure = options.isSecure;
  }

  /**
   * @param options.bothFactors set where what was proved is worth a second factor, too
   * @param options.within the transaction that makes the account
   * @returns the cookie, and whether a second factor is still due; null for a blocked account
   */
  async begin(
    userId: string,
    { address, userAgent }: Origin,
    { bothFactors = false, within }: { bothFactors?: boolean; within?: Transaction } = {},
  ): Promise<{ cookie: string; waits: boolean } | null> {
    const token = randomBytes(24).toString('base64url');
    const { idle, waiting } = sessionLife;
    const given = [uuidv7(), token, userId, address, userAgent.slice(0, longestUserAgent), idle, waiting, !bothFactors];
    const [row] = await (within ?? this.#database).query<{ waits: boolean }>('session_begin', insert, given);
    return row === undefined ? null : { cookie: this.#cookie(token), waits: row.waits };
  }

  // As better-auth signs and writes it, and `Sessions` reads it.
  #cookie(token: string): string {
    const signature = createHmac('sha256', this.#secret).update(token).digest('base64');
    const value = encodeURIComponent(`${token}.${signature}`);
    const secure = this.#isSecure ? '; Secure' : '';
    return `${this.#cookieName}=${value}; Max-Age=${sessionLife.longest}; Path=/; HttpOnly; SameSite=Lax${secure}`;
  }
}
