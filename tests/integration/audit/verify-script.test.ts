import { execFile } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { record } from '../../../server/audit/index.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { type Seed, seedDatabase } from '../../support/seed.ts';

let seed: Seed;
let database: Database;

beforeAll(async () => {
  seed = await seedDatabase();
  database = openDatabase(seed.databaseUrl, createLogger('silent', 'test'));
  for (let n = 0; n < 5; n += 1)
    await record(database, { actorId: null, action: 'session.begin', detail: { n }, address: '192.0.2.1' });
});
afterAll(async () => {
  await database?.close();
  await seed?.close();
});

const verify = (args: string[] = [], url = seed.databaseUrl) =>
  new Promise<{ code: number; output: string }>((resolve) => {
    const env = { ...process.env, DATABASE_URL: url };
    execFile(process.execPath, ['scripts/audit-verify.ts', ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: `${stdout}${stderr}` }),
    );
  });
/** What a superuser can do, who switches off the triggers. */
const tamper = (statement: string) =>
  seed.rows(`begin; set local session_replication_role = replica; ${statement}; commit`);

it('whoever runs the command learns the last entry of a log that holds, the first that was altered, and that its end is gone', async () => {
  const good = await verify();
  expect(good).toEqual({ code: 0, output: expect.stringMatching(/^5:[0-9a-f]{64}\n$/) });
  const kept = good.output.trim();
  expect(await verify(['--kept', kept])).toEqual(good);

  await tamper(`update audit_entry set detail = '{"n": 7}' where seq = 3`);
  expect(await verify()).toEqual({ code: 1, output: 'Entry 3 is not what was written.\n' });
  await tamper(`update audit_entry set detail = '{"n": 2}' where seq = 3`);
  expect(await verify(), 'put back').toEqual(good);

  await tamper(`delete from audit_entry where seq = 5;
    update audit_head set seq = 4, hash = (select hash from audit_entry where seq = 4)`);
  expect((await verify()).code, 'a shorter log holds by itself').toBe(0);
  expect(await verify(['--kept', kept])).toEqual({ code: 1, output: 'Entry 5 is missing.\n' });
});

it('whoever runs it wrongly is told so, and does not learn that all is well', async () => {
  expect(await verify(['--kept', 'nonsense'])).toEqual({
    code: 2,
    output: '--kept: must be as it was printed, number:hash\n',
  });
  expect((await verify([], 'postgresql://127.0.0.1:1/nowhere')).code).toBe(2);
});
