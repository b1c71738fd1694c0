import { randomBytes, randomUUID } from 'node:crypto';
import { defaultKeyHasher } from '@better-auth/api-key';
import pg from 'pg';
import type { Me } from '../../../protocol/index.ts';
import { migrate } from '../../../server/engine/store/migrations.ts';
import { unsaid } from '../../support/unsaid.ts';

export type Account = { me: Me; token: string; conversationIds: string[] };

export type Population = {
  people: number;
  /** How many of them are admins. */
  admins?: number;
  rooms: number;
  membersPerRoom: number;
};

/** Who is a member of which room: each room begins a little further round, so that rooms overlap. */
const membersOf = (room: number, { people, rooms, membersPerRoom }: Population): number[] =>
  Array.from(
    { length: Math.min(membersPerRoom, people) },
    (_, n) => (Math.floor((room * people) / rooms) + n) % people,
  );

/** Pairs of neighbours who also talk to each other directly. */
const pairs = ({ people }: Population): number[][] =>
  Array.from({ length: Math.floor(people / 2) }, (_, n) => [2 * n, 2 * n + 1]);

/** Migrates a database and fills it with people who have an API token and conversations. */
export const populate = async (databaseUrl: string, population: Population): Promise<Account[]> => {
  await migrate(databaseUrl, () => {});
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const accounts = await addPeople(client, population);
    const rooms = Array.from({ length: population.rooms }, (_, room) => membersOf(room, population));
    for (const members of [...rooms, ...pairs(population)]) await addConversation(client, accounts, members);
    // Nobody was connected who would have to hear of it.
    await client.query('truncate signal');
    return accounts;
  } finally {
    await client.end();
  }
};

const addPeople = async (client: pg.Client, { people, admins = 0 }: Population): Promise<Account[]> => {
  const accounts = Array.from({ length: people }, (_, n): Account => {
    const me: Me = { id: randomUUID(), name: `Person ${n}`, ...unsaid, role: n < admins ? 'admin' : 'member' };
    return { me, token: `swb_${randomBytes(24).toString('hex')}`, conversationIds: [] };
  });
  const ids = accounts.map(({ me }) => me.id);
  await client.query(
    `insert into "user" (id, name, email, role)
     select id, name, id::text || '@chaos.example', role from unnest($1::uuid[], $2::text[], $3::text[]) p (id, name, role)`,
    [ids, accounts.map(({ me }) => me.name), accounts.map(({ me }) => me.role)],
  );
  const keys = await Promise.all(accounts.map(({ token }) => defaultKeyHasher(token)));
  await client.query(
    `insert into apikey (id, key, reference_id) select uuidv7(), key, id from unnest($1::text[], $2::text[]) k (id, key)`,
    [ids, keys],
  );
  return accounts;
};

const addConversation = async (client: pg.Client, accounts: Account[], members: number[]): Promise<void> => {
  const people = members.flatMap((n) => accounts[n] ?? []);
  const ids = people.map(({ me }) => me.id);
  const isDirect = ids.length === 2;
  const { rows } = await client.query<{ id: string }>(
    `insert into conversation (kind, name, direct_key) values ($1, $2, $3) returning id`,
    isDirect ? ['direct', null, [...ids].sort().join(':')] : ['room', `Room of ${ids.length}`, null],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('no conversation was made');
  await client.query('insert into member (conversation_id, user_id) select $1, unnest($2::uuid[])', [id, ids]);
  for (const { conversationIds } of people) conversationIds.push(id);
};
