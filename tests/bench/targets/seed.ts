import pg from 'pg';
import { migrate } from '../../../server/engine/store/migrations.ts';
import { conversationId, type Population, personId, sessionTokenOf } from '../population.ts';
import type { World } from '../world.ts';

const chunk = 50_000;

/** @returns a migrated database of its own in which everybody of the population has an account, a session and their conversations */
export const seededDatabase = async ({ postgres }: World, population: Population): Promise<string> => {
  const databaseUrl = await postgres.createDatabase();
  await migrate(databaseUrl, () => {});
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await seedPeople(client, population);
    await seedConversations(client, population.conversations);
    // Nobody was connected who would have to hear of it.
    await client.query('truncate signal');
    await client.query('analyze');
  } finally {
    await client.end();
  }
  return databaseUrl;
};

const seedPeople = async (client: pg.Client, { people, admins = 0 }: Population) => {
  const numbers = Array.from({ length: people }, (_, person) => person);
  await client.query(
    `insert into "user" (id, name, email, role)
     select id, 'Person ' || n, 'person-' || n || '@bench.example', case when n <= $2 then 'admin' else 'member' end
     from unnest($1::uuid[]) with ordinality p (id, n)`,
    [numbers.map(personId), admins],
  );
  await client.query(
    `insert into session (id, token, user_id, expires_at)
     select uuidv7(), token, id, now() + interval '1 day' from unnest($1::uuid[], $2::text[]) s (id, token)`,
    [numbers.map(personId), numbers.map(sessionTokenOf)],
  );
};

const seedConversations = async (client: pg.Client, conversations: number[][]) => {
  await client.query(
    `insert into conversation (id, kind, direct_key, name)
     select id, case when size = 2 then 'direct' else 'room' end, case when size = 2 then id::text end,
            case when size = 2 then null else 'Room ' || n end
     from unnest($1::uuid[], $2::int[]) with ordinality c (id, size, n)`,
    [conversations.map((_, number) => conversationId(number)), conversations.map((members) => members.length)],
  );
  const pairs = conversations.flatMap((members, number) =>
    members.map((person): [string, string] => [conversationId(number), personId(person)]),
  );
  for (let at = 0; at < pairs.length; at += chunk) {
    const part = pairs.slice(at, at + chunk);
    await client.query(`insert into member (conversation_id, user_id) select * from unnest($1::uuid[], $2::uuid[])`, [
      part.map(([conversation]) => conversation),
      part.map(([, person]) => person),
    ]);
  }
};
