import { randomBytes, randomUUID } from 'node:crypto';
import type { Role } from '../../../protocol/index.ts';
import { type Instance, startInstance } from '../../../scripts/installation/instances.ts';
import { type Redis, startRedis } from '../../../scripts/installation/redis.ts';
import type { Things } from '../../support/examples.ts';
import { connectClient, type LiveClient } from '../../support/live-client.ts';
import { type Person, type Seed, type Session, seedDatabase } from '../../support/seed.ts';

export const callers = ['guest', 'non-member', 'member', 'handler', 'admin'] as const;
export type Caller = (typeof callers)[number];

/** Of what role they are; only the one called so is a member of the things' room. */
export const roleOf: Readonly<Record<Caller, Role>> = {
  guest: 'guest',
  'non-member': 'member',
  member: 'member',
  handler: 'handler',
  admin: 'admin',
};

/** One instance that holds sockets, with people of every kind; what a test breaks is its own. */
export type Site = {
  seed: Seed;
  instance: Instance;
  people: Record<Caller | 'companion' | 'friend', Person>;
  /** The Cookie header of a signed-in caller. */
  cookies: Record<Caller, string>;
  connect(person: Person): Promise<LiveClient>;
  /** A room of member and companion with a message by the member, a public room, a rejection, an open invitation by the caller: fresh. */
  things(caller?: Caller): Promise<Things>;
  /** One value for each table that changes whenever a row of it does. */
  fingerprint(): Promise<Record<string, string>>;
  stop(): Promise<void>;
};

// Nothing is sent: who would send it, a worker, is not there.
const mailElsewhere = { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'chat@example.com' };

export const openSite = async (): Promise<Site> => {
  const authSecret = randomBytes(32).toString('hex');
  const seed = await seedDatabase(authSecret);
  const redis = await startRedis();
  const shared = { databaseUrl: seed.databaseUrl, redisUrl: redis.url };
  const env = {
    AUTH_SECRET: authSecret,
    RATE_LIMIT_FACTOR: '0',
    METRICS_TOKEN: 'a token for metrics',
    ...mailElsewhere,
  };
  const instance = await startInstance(shared, { id: 'contract', roles: 'live', env }).catch(async (error) => {
    await redis.stop();
    throw error;
  });
  const people = {
    guest: await seed.person('Gus', 'guest'),
    'non-member': await seed.person('Nora'),
    member: await seed.person('Max'),
    handler: await seed.person('Hanna', 'handler'),
    admin: await seed.person('Ada', 'admin'),
    companion: await seed.person('Cora'),
    friend: await seed.person('Fred'),
  };
  const sessions = new Map<string, Session>();
  const sessionOf = async (person: Person) => {
    const session = sessions.get(person.id) ?? (await seed.session(person));
    sessions.set(person.id, session);
    return session;
  };
  const cookies = Object.fromEntries(
    await Promise.all(callers.map(async (caller) => [caller, (await sessionOf(people[caller])).cookie] as const)),
  ) as Record<Caller, string>;
  return {
    ...{ seed, instance, people },
    cookies,
    connect: async (person) => connectClient(instance.url, { cookie: (await sessionOf(person)).cookie }),
    things: (caller = 'member') => makeThings(seed, people, people[caller]),
    fingerprint: () => fingerprint(seed),
    stop: () => stopAll(instance, redis, seed),
  };
};

const stopAll = async (instance: Instance, redis: Redis, seed: Seed) => {
  await instance.stop();
  await redis.stop();
  await seed.close();
};

const makeThings = async (seed: Seed, people: Site['people'], host: Person): Promise<Things> => {
  const { member, companion, friend, admin } = people;
  const conversationId = await seed.room([member, companion], { name: 'Private room' });
  const publicRoomId = await seed.room([companion], { name: 'Public room', visibility: 'public' });
  const messages = await seed.rows<{ id: string }>('select id from append_messages($1, $2, $3, $4, $5, null, null)', [
    [conversationId],
    [member.id],
    [randomUUID()],
    ['Hello'],
    [null],
  ]);
  const event = { ticketId: 't', title: 't', reasonCode: 'r', reason: 'r', rejectedBy: 'b', priority: 'low' };
  const rejections = await seed.rejections([
    { ...event, eventId: randomUUID(), occurredAt: '2026-01-02T03:04:05.678Z' },
    { ...event, eventId: randomUUID(), occurredAt: '2026-01-02T03:04:05.678Z' },
  ]);
  const [note] = await seed.rows<{ version: string }>(
    `select (deed).version from note_on_rejection($1, $2, gen_random_uuid(), null, 'A note', 1000)`,
    [host.id, rejections[0]],
  );
  await seed.rows('delete from invitation where created_by = $1', [host.id]);
  const invitations = await seed.rows<{ id: string }>('select id from make_invitation($1, $2, 7, 1000)', [
    host.id,
    randomBytes(32),
  ]);
  await seed.rows(`delete from "user" where kind = 'bot' and owner_id = $1`, [host.id]);
  const [bot] = await seed.rows<{ id: string }>(
    `insert into "user" (id, name, email, kind, owner_id) select id, 'Bot', id || '@bots.invalid', 'bot', $1
     from (select gen_random_uuid() as id) i returning id`,
    [host.id],
  );
  const [hook] = await seed.rows<{ hook: string; delivery: string }>(
    `with made as (
       insert into hook (id, direction, name, log_id, conversation_id, keeper_id) values (gen_random_uuid(), 'incoming', 'Hook', $2, $2, $1)
       returning id)
     insert into hook_delivery (hook_id, entry_id, version, body, delivered, milliseconds)
     select id, id, 1, '{}', true, 1 from made returning hook_id as hook, id as delivery`,
    [host.id, await seed.room([host], { name: 'Own room' })],
  );
  // Those that earlier calls asked for are not written here, and would be in the way.
  await seed.rows('delete from export');
  const [file] = await seed.rows<{ id: string }>(
    `insert into export (id, scope, subject_id, asked_by, state, ended_at, kept_until)
     values (gen_random_uuid(), 'person', $1, $1, 'done', now(), now() + interval '1 day') returning id`,
    [host.id],
  );
  const [letter] = await seed.rows<{ id: string }>(
    `insert into mail (recipient, language, template, content, worthless_at, attempts, problem)
     values ('somebody@example.com', 'en', 'reset', '{}', now() + interval '1 hour', 1, 'not now') returning id`,
  );
  const [deadLetter] = await seed.rows<{ id: string }>(
    `insert into dead_letter (source, origin, position, payload, error) values ('kafka', 'topic', gen_random_uuid()::text, '{}', 'broken')
     returning id`,
  );
  const [run] = await seed.rows<{ id: string }>(
    `insert into dead_letter_run (deed, selection, until_id, total, begun_by_id, ended_at) values ('retry', '{}', $1, 1, $2, now()) returning id`,
    [deadLetter?.id, admin.id],
  );
  // As many as there can be are soon made.
  await seed.rows('delete from source');
  const [source] = await seed.rows<{ key: string }>(
    `insert into source (id, key, name, kind, created_by_id)
     select id, 's-' || left(id::text, 8), 'Desk', 'http', $1 from (select gen_random_uuid() as id) i returning key`,
    [admin.id],
  );
  return {
    sourceKey: source?.key ?? '',
    exportId: file?.id ?? '',
    leaverId: (await seed.person('Lea')).id,
    letterId: letter?.id ?? '',
    deadLetterId: deadLetter?.id ?? '',
    runId: run?.id ?? '',
    hookId: hook?.hook ?? '',
    deliveryId: hook?.delivery ?? '',
    botId: bot?.id ?? '',
    tokenId: (await seed.apiToken({ ...host, id: bot?.id ?? '' })).id,
    invitationId: invitations[0]?.id ?? '',
    ...{ conversationId, publicRoomId, companionId: companion.id, friendId: friend.id, adminId: admin.id },
    messageId: messages[0]?.id ?? '',
    rejectionId: rejections[0] ?? '',
    originalId: rejections[1] ?? '',
    noteVersion: note?.version ?? '',
  };
};

const fingerprint = async (seed: Seed): Promise<Record<string, string>> => {
  const tables = await seed.rows<{ name: string }>(
    // Instances say by themselves that they are there.
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename <> 'instance'`,
  );
  const prints: Record<string, string> = {};
  for (const { name } of tables) {
    const rows = await seed.rows<{ print: string }>(
      `select count(*) || '/' || coalesce(sum(hashtextextended(t::text, 0)), 0) as print from ${name} t`,
    );
    prints[name] = rows[0]?.print ?? '';
  }
  return prints;
};
