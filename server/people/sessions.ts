import { createHmac, timingSafeEqual } from 'node:crypto';
import { defaultKeyHasher } from '@better-auth/api-key';
import { hasAccess, type Me, Role, type Scope, Scopes } from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';
import { createLookUp } from '../engine/store/look-up.ts';
import { personFields } from './person-fields.ts';
import { sessionCookieIn } from './session-cookie.ts';
import type { SessionUse } from './session-use.ts';

/** Who somebody is, and by what they proved it. */
export type Identity = {
  me: Me;
  /** Id of the session or of the API token. */
  sessionId: string;
  /** What the API token is good for; missing for a session. */
  scopes?: ReadonlySet<Scope>;
};

/** Somebody whose password was right, and who has not given the second factor yet. */
export type WaitingSession = { sessionId: string; userId: string };

/** @returns who hears what, as far as an API token is good for it: without `tickets` as somebody who works none */
export const hearerOf = ({ me, scopes }: Identity): { id: string; role: Role } =>
  scopes?.has('tickets') === false && hasAccess('handler', me.role) ? { id: me.id, role: 'member' } : me;

type IdentityRow = Omit<Me, 'role'> & {
  key: string;
  session_id: string;
  role: string;
  /** Words with blanks between; null: made before there were any, and good for everything. */
  scopes?: string | null;
};

const maxKeys = 1_000;

const columns = `${personFields}, u.role`;
const bySessionToken = `
  select s.token as key, s.id as session_id, ${columns}
  from session s join "user" u on u.id = s.user_id
  where s.token = any ($1::text[]) and s.expires_at > now() and u.banned is not true`;
const byApiToken = `
  select k.key, k.id as session_id, k.scopes, ${columns}
  from apikey k join "user" u on u.id = k.reference_id::uuid
  where k.key = any ($1::text[]) and k.enabled is not false
    and (k.expires_at is null or k.expires_at > now()) and u.banned is not true`;
const waitingSession = `
  select s.id as "sessionId", s.user_id as "userId" from session s join "user" u on u.id = s.user_id
  where s.token = $1 and s.second_factor_until > now() and u.banned is not true`;
const stillValid = `
  select s.id as session_id from session s join "user" u on u.id = s.user_id
  where s.id = any ($1::uuid[]) and s.expires_at > now() and u.banned is not true
  union all
  select k.id from apikey k join "user" u on u.id = k.reference_id::uuid
  where k.id = any ($1::uuid[]) and k.enabled is not false
    and (k.expires_at is null or k.expires_at > now()) and u.banned is not true`;

const scopesIn = (words: string | null): ReadonlySet<Scope> =>
  new Set(words === null ? Scopes.options : Scopes.options.filter((scope) => words.split(' ').includes(scope)));

// Kept for every connection: so no copy of a row, which takes a half more, and for words that many share the words themselves.
const toIdentity = (row: IdentityRow): Identity => {
  const { id, name, image, title, status, timeZone, deactivated } = row;
  const role = Role.options.find((known) => known === row.role) ?? 'member';
  const kind = row.kind === 'bot' ? 'bot' : 'person';
  const me: Me = { id, name, image, role, title, status, timeZone, deactivated, kind };
  return { me, sessionId: row.session_id, ...(row.scopes !== undefined && { scopes: scopesIn(row.scopes) }) };
};

/**
 * Finds out who a cookie or an API token belongs to, cheaply enough for thousands of reconnects at once: the cookie's
 * signature is checked first, and look-ups share queries. Nothing is remembered: what has ended has ended everywhere.
 */
export class Sessions {
  readonly #database: Database;
  readonly #secret: string;
  readonly #cookieName: string;
  readonly #use: SessionUse;
  readonly #byToken: (token: string) => Promise<Identity | null>;
  readonly #byKey: (hash: string) => Promise<Identity | null>;

  /**
   * @param options.secret the one that better-auth signs with
   * @param options.cookieName name of the session's cookie
   * @param options.use is told of every session and token that is found to hold
   */
  constructor(options: { database: Database; secret: string; cookieName: string; use: SessionUse }) {
    this.#database = options.database;
    this.#secret = options.secret;
    this.#cookieName = options.cookieName;
    this.#use = options.use;
    this.#byToken = this.#lookUp('session_by_token', bySessionToken);
    this.#byKey = this.#lookUp('session_by_api_token', byApiToken);
  }

  /**
   * @param header the Cookie header
   * @returns the identity, or null when there is no valid session
   * @throws when the database cannot be asked
   */
  async byCookie(header: string | null | undefined): Promise<Identity | null> {
    const token = this.#tokenIn(header);
    return token === null ? null : this.#byToken(token);
  }

  /**
   * @param header the Cookie header
   * @returns the session that waits for its second factor, or null
   * @throws when the database cannot be asked
   */
  async waitingByCookie(header: string | null | undefined): Promise<WaitingSession | null> {
    const token = this.#tokenIn(header);
    if (token === null) return null;
    const rows = await this.#database.query<WaitingSession>('session_waiting', waitingSession, [token]);
    return rows[0] ?? null;
  }

  /**
   * @param token an API token as it was shown when it was made
   * @returns the identity, or null when the token is unknown, revoked or expired
   * @throws when the database cannot be asked
   */
  async byApiToken(token: string): Promise<Identity | null> {
    return this.#byKey(await defaultKeyHasher(token));
  }

  /**
   * @param sessionIds sessions and API tokens of open sockets
   * @returns those of them that still hold
   */
  async stillValid(sessionIds: string[]): Promise<Set<string>> {
    const rows = await this.#database.query<{ session_id: string }>('sessions_valid', stillValid, [sessionIds]);
    const valid = new Set(rows.map((row) => row.session_id));
    this.#use.note(valid);
    return valid;
  }

  #lookUp(name: string, text: string): (key: string) => Promise<Identity | null> {
    return createLookUp(async (keys) => {
      const rows = await this.#database.query<IdentityRow>(name, text, [keys]);
      const found = new Map(rows.map((row) => [row.key, toIdentity(row)]));
      this.#use.note(rows.map((row) => row.session_id));
      return keys.map((key) => found.get(key) ?? null);
    }, maxKeys);
  }

  #tokenIn(header: string | null | undefined): string | null {
    const value = sessionCookieIn(header, this.#cookieName);
    return value === null ? null : this.#verified(value);
  }

  // better-auth's cookie is "token.signature", URL-encoded; the signature is HMAC-SHA256 in base64 (better-call, crypto).
  #verified(cookie: string): string | null {
    const value = safelyDecoded(cookie);
    const dot = value.lastIndexOf('.');
    if (dot < 1) return null;
    const token = value.slice(0, dot);
    const given = Buffer.from(value.slice(dot + 1), 'base64');
    const expected = createHmac('sha256', this.#secret).update(token).digest();
    return given.length === expected.length && timingSafeEqual(given, expected) ? token : null;
  }
}

const safelyDecoded = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
};
