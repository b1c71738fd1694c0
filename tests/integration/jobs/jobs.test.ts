import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pgBoss from 'pg-boss/package.json' with { type: 'json' };
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { makeFolder, removeFolder, startProcess } from '../../../scripts/installation/processes.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { JobList } from '../../../server/engine/jobs/add-job.ts';
import { type AnyJob, job, parsed } from '../../../server/engine/jobs/job.ts';
import { Jobs } from '../../../server/engine/jobs/jobs.ts';
import { jobStates } from '../../../server/engine/jobs/state.ts';
import { pruneSignals } from '../../../server/engine/log/prune.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { inTransaction } from '../../../server/engine/store/transaction.ts';
import { jobs as invitationJobs } from '../../../server/invitations/index.ts';
import { jobs as peopleJobs } from '../../../server/people/index.ts';
import { collectLog } from '../../support/log-lines.ts';
import { type Seed, seedDatabase } from '../../support/seed.ts';

const { log } = collectLog();
let seed: Seed;
let database: Database;
let list: JobList;
let greeted: string[];
let refusals: number;
const running: Jobs[] = [];

const greet = job('greet', { schema: z.object({ name: z.string() }) }, async ({ name }) => {
  if (refusals > 0) {
    refusals -= 1;
    throw new Error('not now');
  }
  greeted.push(name);
});

beforeAll(async () => {
  seed = await seedDatabase();
  database = openDatabase(seed.databaseUrl, log);
  list = new JobList(database);
});
afterAll(async () => {
  await database?.close();
  await seed?.close();
});
beforeEach(async () => {
  greeted = [];
  refusals = 0;
  await seed.rows('delete from pgboss.job');
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((jobs) => jobs.stop()));
});

const start = (...jobs: AnyJob[]) => {
  const started = new Jobs({ database, log, jobs });
  running.push(started);
  started.start();
};
const add = (key: string, name: string, at = new Date()) =>
  inTransaction(database, (transaction) => list.add(transaction, greet, { key, data: { name }, at }));

describe('a job', () => {
  it('is there when its transaction is committed, and only then; the same key again adds nothing', async () => {
    const takenBack = inTransaction(database, async (transaction) => {
      await list.add(transaction, greet, { key: 'back', data: { name: 'nobody' }, at: new Date() });
      throw new Error('taken back');
    });
    await expect(takenBack).rejects.toThrow('taken back');
    expect(await add('one', 'Ada')).toBe(true);
    expect(await add('one', 'Ada again')).toBe(false);
    expect(await add('two', 'Bob')).toBe(true);
    start(parsed(greet));
    await until('both to be greeted', () => greeted.length >= 2);
    expect(await add('one', 'Ada, after it was done')).toBe(false);
    expect(greeted.sort()).toEqual(['Ada', 'Bob']);
  });

  it.each(['one that there is', 'one that nobody has made yet'])(
    'is added to a queue, %s, by who has the only connection that the pool gives',
    async (which) => {
      const narrow = openDatabase(seed.databaseUrl, log);
      narrow.pool.options.max = 1;
      onTestFinished(() => narrow.close());
      if (which === 'one that there is') await add('before', 'nobody');
      const name = which === 'one that there is' ? 'greet' : `queue-${randomUUID()}`;
      const jobs = new JobList(narrow);
      const addOnce = () =>
        inTransaction(narrow, (transaction) =>
          jobs.add(transaction, { ...greet, name }, { key: 'narrow', data: { name: 'Ada' }, at: new Date() }),
        );
      expect([await addOnce(), await addOnce()]).toEqual([true, false]);
      expect(
        await seed.rows('select data from pgboss.job where name = $1 and data = $2', [name, { name: 'Ada' }]),
      ).toEqual([{ data: { name: 'Ada' } }]);
    },
  );

  it('whose data is not what it says is refused before it is added', async () => {
    const wrong = { key: 'wrong', data: { name: 7 } as unknown as { name: string }, at: new Date() };
    await expect(inTransaction(database, (transaction) => list.add(transaction, greet, wrong))).rejects.toThrow(/name/);
    expect(await seed.rows(`select from pgboss.job where name = 'greet'`)).toEqual([]);
  });

  it('that fails is shown, and tried again until it succeeds', async () => {
    refusals = 3;
    await add('stubborn', 'Ada');
    start(parsed(greet));
    const state = async () => (await jobStates(database)).find(({ name }) => name === 'greet');
    await until('it to be failing', async () => (await state())?.failing === 1, 20_000);
    await until('it to succeed', () => greeted.length === 1, 40_000);
    await until('it to be done', async () => (await state())?.waiting === 0 && (await state())?.active === 0);
  }, 60_000);

  it('waits for its time, and is late when nobody does it', async () => {
    await add('later', 'Ada', new Date(Date.now() + 3_600_000));
    await add('past', 'Bob', new Date(Date.now() - 60_000));
    expect((await jobStates(database)).find(({ name }) => name === 'greet')).toMatchObject({ waiting: 2, late: 1 });
    start(parsed(greet));
    await until('the one that is due', () => greeted.length > 0);
    expect(greeted).toEqual(['Bob']);
  });

  it('that a killed worker had in hand is done by another one', async () => {
    await add('in hand', 'Ada');
    const folder = makeFolder('jobs');
    const args = [join(import.meta.dirname, '../../support/jobs/process.ts'), seed.databaseUrl];
    const worker = await startProcess({
      ...{ name: 'jobs', folder, command: { file: process.execPath, args } },
      ready: () => true,
    });
    await until('it to be in the middle', () => worker.output().includes('in the middle'), 30_000);
    await worker.kill();
    removeFolder(folder);
    start(parsed(greet));
    await until('it to be done', () => greeted.length === 1, 60_000);
    expect(greeted).toEqual(['Ada']);
  }, 100_000);

  it('that happens by the clock is known to PostgreSQL, so that one of all workers does it', async () => {
    const due = [...peopleJobs(database), ...invitationJobs(database), pruneSignals(database)];
    start(...due);
    const schedules = async () =>
      (await seed.rows('select name from pgboss.schedule order by name')).map(({ name }) => name);
    const byTheClock = due.filter(({ cron }) => cron !== undefined).map(({ name }) => name);
    expect(byTheClock).toEqual(expect.arrayContaining(['end-sessions', 'prune-attempts', 'prune-invitations']));
    await until('the schedules', async () => (await schedules()).length === byTheClock.length);
    expect(await schedules()).toEqual(byTheClock.toSorted());
  });
});

const runOne = async (jobs: AnyJob[], name: string) => {
  const found = jobs.find((one) => one.name === name);
  if (!found) throw new Error(`there is no job ${name}`);
  await found.run({});
};

describe('what is kept no longer than it is of use', () => {
  it('ends sessions that are over, and tells every instance, as if somebody had signed out', async () => {
    const ada = await seed.person('Ada');
    const [over, going] = [await seed.session(ada), await seed.session(ada)];
    await seed.rows(`update session set expires_at = now() - interval '1 second' where id = $1`, [over.id]);
    await runOne(peopleJobs(database), 'end-sessions');
    expect(await seed.rows('select id from session where user_id = $1', [ada.id])).toEqual([{ id: going.id }]);
    expect(await seed.rows(`select from signal where kind = 'session' and reference = $1`, [over.id])).toHaveLength(1);
  });

  it('drops signals after a day, and keeps those that an instance may not have heard', async () => {
    const old = await seed.rows(
      `insert into signal (kind, created_at) select 'person', now() - interval '25 hours' from generate_series(1, 2500) returning id`,
    );
    const [fresh] = await seed.rows(`insert into signal (kind) values ('person') returning id`);
    await seed.rows('delete from signal where id < $1', [old[0]?.id]);
    await runOne([pruneSignals(database)], 'prune-signals');
    expect((await seed.rows('select id from signal where id <= $1', [fresh?.id])).map(({ id }) => id)).toEqual([
      fresh?.id,
    ]);
  });

  it('drops invitations that nobody used, and keeps those that say who let somebody in', async () => {
    const ada = await seed.person('Ada');
    await seed.rows(
      `insert into invitation (token_hash, created_by, expires_at, used_at)
       values ('old', $1, now() - interval '31 days', null), ('used', $1, now() - interval '31 days', now() - interval '32 days'),
              ('over', $1, now() - interval '1 day', null)`,
      [ada.id],
    );
    await runOne(invitationJobs(database), 'prune-invitations');
    const left = await seed.rows(
      `select convert_from(token_hash, 'UTF8') as token from invitation where created_by = $1 order by 1`,
      [ada.id],
    );
    expect(left.map(({ token }) => token)).toEqual(['over', 'used']);
  });
});

describe('the tables of pg-boss', () => {
  it('are those of the version that is used: a new one needs a migration', async () => {
    const folder = new URL('../../../prisma/migrations/', import.meta.url);
    const names = (await readdir(folder)).filter((name) => /jobs/.test(name));
    expect(names.length).toBeGreaterThan(0);
    expect(await readFile(new URL(`${names[0]}/migration.sql`, folder), 'utf8')).toContain('CREATE SCHEMA');
    const [row] = await seed.rows<{ version: number }>('select version from pgboss.version');
    expect(row?.version).toBe(pgBoss.pgboss.schema);
  });
});
