import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { openDatabase } from '../../../server/engine/store/database.ts';
import { hashOfLink } from '../../../server/people/one-time-links.ts';
import { seedDatabase } from '../../support/seed.ts';
import { freshDatabase } from '../../support/shared.ts';
import { saveExport } from './save-export.ts';
import { haveATalk, type Talk } from './talk.ts';

const stack = new AsyncDisposableStack();
const log = createLogger('silent', 'test');
let file: string;
let talk: Talk;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'switchboard-restore-script-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const seed = await seedDatabase();
  stack.defer(() => seed.close());
  const database = openDatabase(seed.databaseUrl, log);
  stack.defer(() => database.close());
  talk = await haveATalk(seed);
  file = await saveExport(database, talk.admin, { path: join(folder, 'everything.ndjson') });
});
afterAll(() => stack.disposeAsync());

const restore = (args: string[], url: string) =>
  new Promise<{ code: number; output: string }>((resolve) => {
    const env = { ...process.env, DATABASE_URL: url, PUBLIC_URL: 'https://chat.example.com' };
    execFile(process.execPath, ['scripts/restore.ts', ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: `${stdout}${stderr}` }),
    );
  });
const rows = async (url: string, text: string, values: unknown[] = []) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
};

it('whoever runs the command on an empty database has everything back, and a link by which the first admin comes in', async () => {
  const url = await freshDatabase();
  const { code, output } = await restore([file], url);
  expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('person: 6\n') });
  expect(output).toContain('message: 6\n');
  expect(output).not.toContain('Left out');
  expect(await rows(url, 'select count(*)::int as n from message')).toEqual([{ n: 6 }]);
  expect(output).toContain(`\n${talk.admin.name} (${talk.admin.id}@test) sets a new password here, until `);
  const token = /^https:\/\/chat\.example\.com\/new-password#token=(\S+)$/m.exec(output)?.[1] ?? '';
  const links = 'select user_id as "userId", purpose from one_time_link where token_hash = $1 and expires_at > now()';
  expect(await rows(url, links, [hashOfLink(token)])).toEqual([{ userId: talk.admin.id, purpose: 'reset' }]);

  const again = await restore([file], url);
  expect(again).toEqual({ code: 1, output: expect.stringContaining('an export is restored into an empty one\n') });
  expect(await rows(url, 'select count(*)::int as n from message'), 'nothing came twice').toEqual([{ n: 6 }]);
  expect(await rows(url, 'select from one_time_link'), 'no further way in').toHaveLength(1);
});

it('whoever runs it wrongly is told how, and nothing is written', async () => {
  const url = await freshDatabase();
  const wrong = { code: 1, output: 'name one file: npm run restore -- FILE\n' };
  expect([await restore([], url), await restore([file, file], url)]).toEqual([wrong, wrong]);
  const missing = await restore([`${file}.gone`], url);
  expect(missing).toEqual({ code: 1, output: expect.stringContaining('ENOENT') });
  expect(await rows(url, 'select from "user"')).toEqual([]);
});
