import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../scripts/installation/waiting.ts';
import { FrequentActs, verifyAudit } from '../../../server/audit/index.ts';
import { JobList } from '../../../server/engine/jobs/add-job.ts';
import { Jobs } from '../../../server/engine/jobs/jobs.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { Deletions, removalJobs } from '../../../server/people/deletions.ts';
import { type Person, type Seed, seedDatabase } from '../../support/seed.ts';
import { unsaid } from '../../support/unsaid.ts';

const log = createLogger('silent', 'test');
let seed: Seed;
let database: Database;
let deletions: Deletions;
let admin: Person;
let rung = 0;
const ring = () => {
  rung += 1;
};

beforeAll(async () => {
  seed = await seedDatabase();
  database = openDatabase(seed.databaseUrl, log);
  deletions = new Deletions({
    ...{ database, jobs: new JobList(database), frequentActs: new FrequentActs(database), ring },
  });
  admin = await seed.person('Admin', 'admin');
});
afterAll(async () => {
  await database?.close();
  await seed?.close();
});

const remove = async (by: Person, { id: userId }: { id: string }, messages: 'kept' | 'removed' = 'kept') => {
  const result = await deletions.delete({ ...by, ...unsaid }, { userId, messages }, '192.0.2.7');
  return result.ok ? 'done' : (result.error.data?.reason ?? result.error.code);
};
/** Messages as the append would have left them. */
const write = async (room: string, author: Person, count: number) => {
  await seed.rows(
    `insert into message (conversation_id, seq, version, author_id, client_id, body)
     select $1, l.last_seq + n, l.last_version + n, $2, gen_random_uuid(), 'Written by somebody'
     from log l, generate_series(1, $3::int) n where l.id = $1`,
    [room, author.id, count],
  );
  await seed.rows('update log set last_seq = last_seq + $2, last_version = last_version + $2 where id = $1', [
    room,
    count,
  ]);
};
const messagesOf = (room: string) =>
  seed.rows<{ seq: string; version: string; body: string; deleted: boolean; author_id: string }>(
    'select seq, version, body, deleted_at is not null as deleted, author_id from message where conversation_id = $1 order by seq',
    [room],
  );

describe('an account that is deleted', () => {
  it('leaves nothing of its owner but what they wrote', async () => {
    const [gone, stays] = [await seed.person('Gone'), await seed.person('Stays')];
    const room = await seed.room([gone, stays]);
    await write(room, gone, 2);
    await seed.session(gone);
    await seed.apiToken(gone);
    const bot = randomUUID();
    await seed.rows(
      `insert into "user" (id, name, email, kind, owner_id) values ($1, 'Robot', gen_random_uuid()::text, 'bot', $2)`,
      [bot, gone.id],
    );
    await seed.apiToken({ id: bot, name: 'Robot', role: 'member' });
    await seed.join(room, [{ id: bot, name: 'Robot', role: 'member' }]);
    await seed.rows(
      `insert into hook (id, direction, name, log_id, conversation_id, keeper_id) values (gen_random_uuid(), 'outgoing', 'Hook', $1, $1, $2)`,
      [room, gone.id],
    );
    await seed.rows(
      `insert into invitation (token_hash, created_by, expires_at) values ('\\x00', $1, now() + interval '1 day')`,
      [gone.id],
    );
    await seed.rows(
      `insert into mail (recipient, language, template, worthless_at) values ($1, 'en', 'reset', now() + interval '1 day')`,
      [`${gone.id}@test`],
    );
    await seed.rows(`insert into picture (id, small, large) values ('face', '\\x00', '\\x00')`);
    await seed.rows(`update "user" set image = '/api/pictures/face/64' where id = $1`, [gone.id]);
    await seed.rows(`insert into log (id, kind) values ($1, 'person')`, [gone.id]);
    await seed.rows(`insert into personal_entry (log, key, version, content) values ($1, 'draft:x', 1, '{}')`, [
      gone.id,
    ]);

    expect(await remove(admin, gone)).toBe('done');
    expect(rung).toBeGreaterThan(0);
    const left = await seed.rows<{ what: string; n: number }>(
      `select * from (
         select 'account' as what, count(*)::int as n from "user" where id = $1::uuid
         union all select 'session', count(*)::int from session where user_id = $1::uuid
         union all select 'token', count(*)::int from apikey where reference_id in ($1::uuid::text, $2::uuid::text)
         union all select 'hook', count(*)::int from hook where keeper_id = $1::uuid
         union all select 'invitation', count(*)::int from invitation where created_by = $1::uuid
         union all select 'mail', count(*)::int from mail where recipient = $1::uuid::text || '@test'
         union all select 'picture', count(*)::int from picture where id = 'face'
         union all select 'member', count(*)::int from member where user_id in ($1::uuid, $2::uuid)
         union all select 'own log', count(*)::int from log where id = $1::uuid
         union all select 'own entry', count(*)::int from personal_entry where log = $1::uuid
         union all select 'bot that may', count(*)::int from "user" where id = $2::uuid and banned is not true
       ) t where n > 0`,
      [gone.id, bot],
    );
    expect(left).toEqual([]);
    expect((await messagesOf(room)).map(({ body, author_id: author }) => [body, author === gone.id])).toEqual([
      ['Written by somebody', true],
      ['Written by somebody', true],
    ]);
    expect(await seed.rows('select owner_id, member_count from conversation where id = $1', [room])).toEqual([
      { owner_id: stays.id, member_count: 1 },
    ]);
    expect(
      await seed.rows(`select count(*)::int as n from signal where kind = 'person' and user_id = $1`, [gone.id]),
    ).toEqual([{ n: expect.toSatisfy((n: number) => n > 0) }]);
  });

  it('is in the audit, with who did it and what became of the messages, and the chain holds', async () => {
    const gone = await seed.person('Gone');
    await remove(admin, gone);
    const entries = await seed.rows(
      'select actor_id, action, address, detail, refused from audit_entry where subject_id = $1',
      [gone.id],
    );
    expect(entries).toEqual([
      {
        ...{ actor_id: admin.id, action: 'account.delete', address: '192.0.2.7', refused: false },
        detail: { messages: 'kept', bots: 0, hooks: 0 },
      },
    ]);
    expect(await verifyAudit(database)).toMatchObject({ holds: true });
  });

  it('is deleted by admins only, never the last of them, and once; what was refused is recorded', async () => {
    const [bob, cyd] = [await seed.person('Bob'), await seed.person('Cyd')];
    const bot = randomUUID();
    await seed.rows(`insert into "user" (id, name, email, kind) values ($1, 'Robot', gen_random_uuid()::text, 'bot')`, [
      bot,
    ]);
    expect(await remove(bob, cyd)).toBe('forbidden');
    expect(await remove(admin, admin)).toBe('last_admin');
    expect(await remove(admin, { id: randomUUID() })).toBe('not_found');
    expect(await remove(admin, { id: bot })).toBe('not_found');
    expect(await remove(admin, cyd)).toBe('done');
    expect(await remove(admin, cyd)).toBe('not_found');
    const refused = await seed.rows(
      `select detail ->> 'outcome' as outcome from audit_entry where refused and action = 'account.delete' order by seq`,
    );
    expect(refused.map(({ outcome }) => outcome)).toEqual([
      'forbidden',
      'last_admin',
      'not_found',
      'not_found',
      'not_found',
    ]);
  });

  it('stays where two admins delete each other at once: one of them', async () => {
    for (let round = 0; round < 8; round += 1) {
      await seed.rows(`update "user" set role = 'member' where role = 'admin'`);
      const [one, other] = [await seed.person('One', 'admin'), await seed.person('Other', 'admin')];
      const outcomes = await Promise.all([remove(one, other), remove(other, one)]);
      expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
      expect(await seed.rows(`select from "user" where role = 'admin'`)).toHaveLength(1);
    }
    admin = await seed.person('Admin', 'admin');
  });
});

describe('messages of a deleted account that are to be removed', () => {
  it('become tombstones with versions of their own, in archived rooms too, in parts and with progress; nobody else’s', async () => {
    const [gone, stays] = [await seed.person('Gone'), await seed.person('Stays')];
    const [room, archived] = [await seed.room([gone, stays]), await seed.room([gone, stays])];
    for (const place of [room, archived]) {
      await write(place, gone, 120);
      await write(place, stays, 3);
    }
    await seed.rows('update conversation set archived_at = now() where id = $1', [archived]);
    await seed.rows(`update message set deleted_at = now(), body = '' where conversation_id = $1 and seq = 1`, [room]);
    await seed.rows('insert into mention (conversation_id, user_id, seq) values ($1, $2, 5), ($1, $2, 121)', [
      room,
      stays.id,
    ]);
    expect(await remove(admin, gone, 'removed')).toBe('done');
    const before = rung;
    const progress = async () =>
      (await deletions.removals()).ok &&
      (await seed.rows(`select removed::int, ended_at is null as going from removal where user_id = $1`, [gone.id]));
    expect(await progress()).toEqual([{ removed: 0, going: true }]);
    const jobs = new Jobs({ database, log, jobs: removalJobs(database, ring) });
    jobs.start();
    await until(
      'all of them to be gone',
      async () => JSON.stringify(await progress()) === '[{"removed":239,"going":false}]',
    );
    await jobs.stop();
    expect(rung - before, 'parts that were told').toBeGreaterThanOrEqual(3);
    for (const place of [room, archived]) {
      const messages = await messagesOf(place);
      expect(messages.filter(({ deleted }) => deleted).map(({ author_id: author }) => author === gone.id)).toEqual(
        Array(120).fill(true),
      );
      expect(messages.filter(({ deleted }) => !deleted).map(({ body }) => body)).toEqual(
        Array(3).fill('Written by somebody'),
      );
      expect(messages.filter(({ deleted }) => deleted).every(({ body }) => body === '')).toBe(true);
      const versions = messages.map(({ version }) => Number(version));
      expect(new Set(versions).size, 'versions are each used once').toBe(123);
      const [head] = await seed.rows<{ version: string }>('select last_version as version from log where id = $1', [
        place,
      ]);
      expect(Math.max(...versions)).toBe(Number(head?.version));
    }
    expect(await seed.rows('select seq::int from mention where conversation_id = $1', [room])).toEqual([{ seq: 121 }]);
  });

  it('are none of those of an account whose deletion was refused', async () => {
    const [bob, cyd] = [await seed.person('Bob'), await seed.person('Cyd')];
    const room = await seed.room([cyd]);
    await write(room, cyd, 3);
    expect(await remove(bob, cyd, 'removed')).toBe('forbidden');
    for (const job of removalJobs(database, () => {})) await job.run({ userId: cyd.id });
    expect((await messagesOf(room)).filter(({ deleted }) => deleted)).toEqual([]);
  });
});
