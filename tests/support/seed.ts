import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { defaultKeyHasher } from '@better-auth/api-key';
import pg from 'pg';
import type { Role, Scope } from '../../protocol/index.ts';
import { migrate } from '../../server/engine/store/migrations.ts';
import { sessionCookieName } from '../../server/people/session-cookie.ts';
import { freshDatabase } from './shared.ts';

export type Person = { id: string; name: string; role: Role };
export type Session = { id: string; cookie: string };
export type ApiToken = { id: string; token: string };
export type RoomOptions = { name?: string; visibility?: 'public' | 'private'; archived?: boolean };

/** A migrated database, and quick ways to put people, sessions and rooms into it. */
export type Seed = {
  databaseUrl: string;
  /** Plain SQL, as the superuser and without the timeouts of the server's own connections. */
  pool: pg.Pool;
  rows<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  person(name: string, role?: Person['role']): Promise<Person>;
  /** A session as better-auth would have made it. */
  session(person: Person): Promise<Session>;
  /** @param scopes without any, one from before there were scopes */
  apiToken(person: Person, scopes?: readonly Scope[]): Promise<ApiToken>;
  /** The first of the members is its owner. */
  room(members: Person[], options?: RoomOptions): Promise<string>;
  direct(one: Person, other: Person): Promise<string>;
  join(conversationId: string, people: Person[]): Promise<void>;
  /** Stores ticket events, with the fields that the contract demands. @returns the ids of the rejections they became */
  rejections(events: readonly object[]): Promise<string[]>;
  close(): Promise<void>;
};

/**
 * @param authSecret signs the cookies; the same as AUTH_SECRET of the instances that shall accept them
 * @param createDatabase makes the empty database; outside Vitest there is none to share
 */
export const seedDatabase = async (
  authSecret = 'a secret of tests that need no instance',
  createDatabase: () => Promise<string> = freshDatabase,
): Promise<Seed> => {
  const databaseUrl = await createDatabase();
  await migrate(databaseUrl, () => {});
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  const rows = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
    (await pool.query<Row>(text, values)).rows;
  const join = async (conversationId: string, people: Person[]) => {
    await rows('insert into member (conversation_id, user_id) select $1, unnest($2::uuid[])', [
      conversationId,
      people.map(({ id }) => id),
    ]);
  };
  return {
    databaseUrl,
    pool,
    rows,
    join,
    person: async (name, role = 'member') => {
      const id = randomUUID();
      await rows('insert into "user" (id, name, email, role) values ($1, $2, $3, $4)', [id, name, `${id}@test`, role]);
      return { id, name, role };
    },
    session: async ({ id: userId }) => {
      const [id, token] = [randomUUID(), randomBytes(24).toString('base64url')];
      await rows(`insert into session (id, token, user_id, expires_at) values ($1, $2, $3, now() + interval '1 day')`, [
        id,
        token,
        userId,
      ]);
      const signature = createHmac('sha256', authSecret).update(token).digest('base64');
      return { id, cookie: `${sessionCookieName('http://')}=${encodeURIComponent(`${token}.${signature}`)}` };
    },
    apiToken: async ({ id: userId }, scopes) => {
      const [id, token] = [randomUUID(), `swb_${randomBytes(24).toString('hex')}`];
      const key = await defaultKeyHasher(token);
      const words = scopes?.join(' ') ?? null;
      await rows('insert into apikey (id, key, reference_id, scopes) values ($1, $2, $3, $4)', [
        id,
        key,
        userId,
        words,
      ]);
      return { id, token };
    },
    room: async (members, { name = 'Room', visibility = 'private', archived = false } = {}) => {
      const id = randomUUID();
      await rows(
        `insert into conversation (id, kind, name, visibility, archived_at, owner_id)
         values ($1, 'room', $2, $3, case when $4 then now() end, $5)`,
        [id, name, visibility, archived, members[0]?.id],
      );
      await join(id, members);
      return id;
    },
    direct: async (one, other) => {
      const id = randomUUID();
      const key = [one.id, other.id].sort().join(':');
      await rows(`insert into conversation (id, kind, direct_key) values ($1, 'direct', $2)`, [id, key]);
      await join(id, [one, other]);
      return id;
    },
    rejections: async (events) => {
      const stored = await rows<{ id: string }>(
        `select (rejection).id from ingest_events('http', $1, '[]', 20, null, null, null, null, null)`,
        [JSON.stringify(events.map((event) => ({ attributes: {}, contentHash: '00', ...event })))],
      );
      return stored.map(({ id }) => id);
    },
    close: () => pool.end(),
  };
};
