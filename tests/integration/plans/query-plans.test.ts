import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../../protocol/index.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { openDatabase } from '../../../server/engine/store/database.ts';
import { type Person, type Seed, seedDatabase } from '../../support/seed.ts';
import { runEveryQuery } from './every-query.ts';
import { type Reading, readingsOf, recording, type Statement, writtenNames } from './statements.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const secret = 'a secret of plans';

/** Of every table, as many rows as no statement may read. */
const many = 20_000;
/** What a page of anything may touch, with what is looked up for each of its rows. */
const usual = 900;

/** Statements that look through more than a page on purpose, and say so to whom they answer. */
const mostRows: Record<string, number> = {
  // All that one person is in, and with whom: Bob is in a thousand rooms.
  conversations_all: 3_000,
  memberships: 3_000,
  ticket_facets: limits.ticketsSearched,
  ticket_list_all: limits.ticketsSearched,
  // A page of the audit log that is verified.
  audit_verify: 2_000,
  // What no index answers is looked for in so many.
  ...{ audit_page_all: limits.auditSearched, audit_page_actor: limits.auditSearched },
  ...{ audit_page_action: limits.auditSearched, audit_floor_all: limits.auditSearched },
  ...{ audit_floor_actor: limits.auditSearched, audit_floor_action: limits.auditSearched, audit_part: 5_000 },
  source_past_tickets: limits.ticketsSearched,
  // All that stand are counted, up to a bound that is far above what is here.
  ...{ dead_letter_groups: limits.deadLettersCounted, dead_letter_total: limits.deadLettersCounted },
  dead_letters_standing: 10_000,
  // A window of a run: so many letters in one transaction.
  ...{ dead_letter_ids_all: 1_000, dead_letter_ids_source: 1_000, dead_letter_ids_kind: 1_000 },
  dead_letter_ids_source_kind: 1_000,
  // Sums over all partitions of a source, every five minutes: a few hundred, not as many as are here.
  source_pulse: 2 * many,
  // Sources and partitions are so many, with what is known of each.
  source_books: 4 * limits.sourceBooks,
  ...{ source_gaps_prune: 2 * limits.sourceGapsKept, source_gaps_last: 2 * limits.sourceGapsKept },
  guest_people_named: 3_000,
  guest_people_found: 3_000,
  rooms_list: 2 * limits.searchedRooms,
  rooms_list_reach: 2 * limits.searchedRooms,
  accounts_list: 2 * limits.searchedNames,
  accounts_reach: 2 * limits.searchedNames,
  people_found: 2 * limits.searchedNames,
  people_reach: 2 * limits.searchedNames,
  rooms_browse: 2 * limits.searchedNames,
  mails_list: 2 * limits.searchedMails,
  mails_reach: 2 * limits.searchedMails,
  rooms_reach: 2 * limits.searchedNames,
};

/** Not run here, and why their plans do not matter. */
const unexamined = {
  consumer_offsets: 'a row for each partition of one topic',
  move_consumer_offset: 'one row by its key, when Kafka has lost records',
  // Once an hour or a day, the oldest so many.
  ...{
    signal_prune: '',
    sessions_end_expired: '',
    statuses_clear: '',
    pictures_prune: '',
    verifications_prune: '',
    invitations_prune: '',
  },
  ...{ mail_drop: '', mail_prune: '', links_prune: '', passkey_challenges_prune: '', claims_prune: '' },
  dead_letter_sort: 'letters of a version before, once',
  dead_letter_runs_prune: '',
  job_queue: 'one row by its key, once in each process',
  job_states: 'what pg-boss has of jobs that are not done, for the page of an admin',
  // Into an empty installation, by a command, and nobody else is there.
  ...{ restore_state: '', restore_ownerless: '', restore_workspace: '', restore_epoch: '', restore_admin: '' },
  // The account routes, which their own tests call over HTTP: what one person has, by their id.
  ...{
    session_confirmed: '',
    session_confirm: '',
    email_of: '',
    sessions_end_others: '',
  },
  ...{
    session_end: '',
    session_end_own: '',
    session_end_named: '',
    password_change: '',
  },
  ...{ newcomer_person: '', newcomer_account: '', address_change: '' },
  ...{ account_of_email: '', ban_lift: '', ban_read: '' },
  ...{ second_factor_is_on: '', second_factor_begin: '', second_factor_on: '', second_factor_off: '' },
  ...{ second_factor_renew: '', second_factor_read: '', second_factor_use: '' },
  ...{ link_make: '', link_read: '', link_use_reset: '', person_by_email: '' },
  ...{ provider_enter: '', provider_link: '', provider_unlink: '', provider_is_linked: '' },
  ...{ passkey_list: '', passkey_person: '', passkey_add: '', passkey_find: '', passkey_use: '', passkey_remove: '' },
  ...{ passkey_challenge_add: '', passkey_challenge_take: '' },
  ...{ session_list: '', session_waiting: '', session_begin: '', password_is_set: '' },
  // What mail’s own tests run: one letter by its id, or by its address or sender within a day.
  ...{ mail_add: '', mail_take: '', mail_sent: '', mail_failed: '' },
};

let seed: Seed;
let room: string;
let ada: Person;
let bob: Person;
const recorded = new Map<string, Statement>();

/** A large installation: what grows, grown, and a room in it that has not. */
const grow = async () => {
  await seed.rows(
    `insert into "user" (id, name, email, role)
     select gen_random_uuid(), 'Person ' || n, n || '@many', 'member' from generate_series(1, $1::int) n`,
    [many],
  );
  await seed.rows(
    `insert into conversation (kind, name, visibility)
     select 'room', 'Room ' || n, case when n % 2 = 0 then 'public' else 'private' end from generate_series(1, $1::int) n`,
    [many],
  );
  // Everybody is in a room of their own, and Bob in a thousand.
  await seed.rows(
    `insert into member (conversation_id, user_id)
     select c.id, u.id
     from (select id, row_number() over (order by id) as n from conversation where name like 'Room %') c
     join (select id, row_number() over (order by id) as n from "user" where email like '%@many') u using (n)`,
  );
  await seed.rows(
    `insert into member (conversation_id, user_id) select id, $1 from conversation where name like 'Room %' limit 1000`,
    [bob.id],
  );
  for (const place of [`(select id from conversation where name = 'Room 7')`, `'${room}'::uuid`])
    await seed.rows(
      `insert into message (conversation_id, seq, version, author_id, client_id, body, deleted_at)
       select ${place}, n, n, $2, gen_random_uuid(), 'one of many', case when n % 100 = 0 then now() end
       from generate_series(1, $1::int) n`,
      [many, ada.id],
    );
  await seed.rows(
    `insert into audit_entry (seq, at, actor_id, action, subject_kind, subject_id, address, detail, refused, hash)
     select n, now() - interval '1 day' + n * interval '1 second', $2::uuid, 'test', 'room', n::text, '192.0.2.1', '{}', false, ''
     from generate_series(1, $1::int) n`,
    [many, ada.id],
  );
  await seed.rows(`begin; set local session_replication_role = replica; update audit_head set seq = ${many}; commit`);
  await seed.rows('update log set last_seq = $2, last_version = $2 where id = $1', [room, many]);
  await seed.rows('update member set read_seq = $2 where conversation_id = $1', [room, many - 50]);
  await seed.rows(
    `insert into mention (conversation_id, user_id, seq) select gen_random_uuid(), $2, n from generate_series(1, $1::int) n`,
    [many, bob.id],
  );
  await seed.rows(
    `insert into dead_letter (source, origin, position, payload, error)
     select 'kafka', 'topic', n::text, '{}', case when n % 100 = 0 then 'another' else 'one of many' end from generate_series(1, $1::int) n`,
    [many],
  );
  // The first that came: whoever looks for the newest of them finds many others before.
  await seed.rows(
    `update dead_letter set state = 'discarded' where id in (select id from dead_letter order by id limit 3)`,
  );
  await seed.rows(
    `insert into source_book (source, consumer_group, topic, partition)
     select 'kafka', 'group', 'topic@' || n, 0 from generate_series(1, $1::int) n`,
    [many],
  );
  await seed.rows(
    `insert into source_reach (source, consumer_group, topic, partition, looked_at, told_at, end_offset)
     select source, consumer_group, topic, partition, now(), now(), 1 from source_book`,
  );
  await seed.rows(
    `insert into source_gap (source, consumer_group, topic, partition, kind, from_offset, next_offset)
     select 'kafka', 'group', 'topic@1', 0, 'gone', n, n + 1 from generate_series(1, $1::int) n`,
    [many],
  );
  await seed.rows(
    `insert into rejection (seq, version, event_id, ticket_id, title, reason_code, reason, rejected_by, priority, occurred_at, source, state)
     select n, n, n::text, 'T-2', 'one of many', 'over_limit', '', 'policy', 'low', now() - interval '1 day', 'http', 'resolved'
     from generate_series(1, $1::int) n`,
    [many],
  );
  await seed.rows(`update log set last_seq = $1, last_version = $1 where kind = 'feed'`, [many]);
  await seed.rows(
    `insert into session (id, token, user_id, expires_at) select gen_random_uuid(), id::text, id, now() from "user"`,
  );
  await seed.rows('analyze');
};

/** What `grow` makes large. */
const grown = new Set([
  ...['user', 'log', 'conversation', 'member', 'message', 'mention', 'rejection', 'session'],
  ...['dead_letter', 'source_book', 'source_reach', 'source_gap'],
]);

const excess = ({ name }: Statement, readings: Reading[]): string[] =>
  readings
    .filter(({ table }) => grown.has(table))
    .filter(({ kind, rows }) => kind === 'Seq Scan' || rows > (mostRows[name] ?? usual))
    .map(({ table, kind, rows }) => `${name}: ${kind} of ${table}, ${rows} rows`);

beforeAll(async () => {
  seed = await seedDatabase(secret);
  [ada, bob] = [await seed.person('Ada'), await seed.person('Bob')];
  const admin = await seed.person('Admin', 'admin');
  room = await seed.room([ada, bob]);
  await grow();
  const database = openDatabase(seed.databaseUrl, createLogger('silent', randomUUID()));
  await runEveryQuery({ database: recording(database, recorded), seed, secret, ada, bob, admin, room });
  await database.close();
}, 120_000);

afterAll(() => seed?.close());

describe('every prepared statement of the server', () => {
  it('is run by this test: a new one belongs into every-query.ts', async () => {
    const known = [...recorded.keys(), ...Object.keys(unexamined)];
    const unknown = [...(await writtenNames(root))].filter((name) => !known.some((one) => one.startsWith(name)));
    expect(unknown).toEqual([]);
  });

  it('reads no more than it answers when everything is large, with the plan that is kept', async () => {
    const faults: string[] = [];
    for (const statement of recorded.values()) {
      // Arrays in binary are arguments of functions, which are examined from inside by plans.test.ts.
      if (statement.values.some((value) => Buffer.isBuffer(value))) continue;
      faults.push(...excess(statement, await readingsOf(seed.pool, statement)));
    }
    expect(faults).toEqual([]);
    expect(recorded.size).toBeGreaterThan(40);
  });

  it('goes on when a migration of a later version has added columns to what it reads', async () => {
    const client = await seed.pool.connect();
    const ended: string[] = [];
    // Undone each time: whether the plan that is kept is still good, not what it does.
    const run = async ({ name, text, values }: Statement) => {
      await client.query('savepoint before');
      await client.query({ name, text, values }).catch(({ message }: Error) => {
        if (message.includes('cached plan')) ended.push(`${name}: ${message}`);
      });
      await client.query('rollback to savepoint before');
    };
    await client.query('begin');
    try {
      for (const statement of recorded.values()) await run(statement);
      const { rows } = await client.query<{ name: string }>(
        `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
      );
      expect(rows.length).toBeGreaterThan(10);
      for (const { name } of rows) await client.query(`alter table "${name}" add column of_a_later_version text`);
      for (const statement of recorded.values()) await run(statement);
    } finally {
      await client.query('rollback');
      client.release();
    }
    expect(ended).toEqual([]);
  });
});
