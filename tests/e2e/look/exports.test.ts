import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Account, newcomer, signUp } from '../accounts.ts';
import { startNewInstallation } from '../spare-instances.ts';
import { expect, test, type Visitor } from '../visitors.ts';
import { lookAt, looksOr, wide } from './look.ts';

/** Files in every state they can be in: of a real one each is there for a moment only, and only so many are written at a time. */
const putFiles = async (databaseUrl: string, { id }: Account): Promise<void> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    // What an admin of a new installation is asked would stand above everything.
    await client.query(`update workspace set steps = '{}'`);
    const roomId = randomUUID();
    await client.query(
      `insert into conversation (id, kind, name, visibility, owner_id) values ($1, 'room', '项目 Alpha – planning', 'public', $2)`,
      [roomId, id],
    );
    await client.query(
      `insert into export (id, scope, subject_id, asked_by, asked_at, state, expected, counts, bytes, problem, ended_at, kept_until)
       select gen_random_uuid(), f.scope, f.subject, $1::uuid, now() - f.hours * interval '1 hour', f.state, f.expected,
         jsonb_build_object('message', f.messages), f.bytes, f.problem,
         case when f.state in ('done', 'failed') then now() end, case when f.state in ('done', 'failed') then now() + interval '6 days' end
       from (values
         ('everything', null, 0, 'waiting', null, 0, 0, null), ('everything', null, 1, 'running', 120000, 45300, 9000000, null),
         ('room', $2::uuid, 2, 'running', 900, 200, 40000, 'retried'), ('room', $2::uuid, 20, 'done', 1, 1, 900, null),
         ('everything', null, 30, 'done', 120000, 118250, 48600000, null), ('room', gen_random_uuid(), 40, 'done', 0, 0, 400, null),
         ('everything', null, 50, 'failed', 90000000, 52000000, 4000000000, 'too_large'),
         ('person', $1::uuid, 0, 'running', null, 1200, 300000, null), ('person', $1::uuid, 26, 'done', null, 3400, 900000, null)
       ) f (scope, subject, hours, state, expected, messages, bytes, problem)`,
      [id, roomId],
    );
  } finally {
    await client.end();
  }
};

test('axe finds nothing on files that wait, are written, kept or cannot be had', async ({ visit }) => {
  test.slow();
  const { instances, databaseUrl, stop } = await startNewInstallation();
  try {
    const account = await signUp(instances[0].url, newcomer('Ada'));
    await putFiles(databaseUrl, account);
    const failed = ({ page, t }: Visitor) => page.getByText(t('exports.problems.too_large'));
    const kept = ({ page, t }: Visitor) =>
      page.getByRole('button', { name: t('exports.downloadNamed', { title: t('exports.scopes.person') }) });
    for (const seen of looksOr('en light')) {
      const visitor = await visit({ url: instances[0].url, ...seen, viewport: wide, account });
      await lookAt(visitor, seen, { name: 'exports-every-state', path: '/admin/exports', shown: failed });
      await expect(visitor.page.getByRole('progressbar')).toHaveCount(2);
      await lookAt(visitor, seen, { name: 'your-data', path: '/settings#your-data', shown: kept });
    }
  } finally {
    await stop();
  }
});
