import { afterAll, expect, it } from 'vitest';
import { Attempts } from '../../../server/people/attempts.ts';
import { unsaid } from '../../support/unsaid.ts';
import { authSecret, call, giveRole, openWeb, password, signUp } from './web.ts';

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

/** PostgreSQL keeps the plan of a prepared statement from its sixth execution on. */
const untilThePlanIsKept = 8;
const later = 20_000;

it('plans made while few had accounts read no table of people from end to end when there are many', async () => {
  const web = await openWeb(stack);
  const { seed, signIn, database } = web;
  // One connection, so that the statements that are counted are the ones whose plans were made early.
  database.pool.options.max = 1;
  const ada = await signUp(web, 'Ada');
  const bob = await signUp(web, 'Bob');
  const { cookie } = ada;
  const me = { id: ada.id, name: 'Ada', ...unsaid, role: 'admin', address: '192.0.2.1' } as const;
  const { token } = await seed.apiToken({ id: ada.id, name: 'Ada', role: 'admin' });
  const attempts = new Attempts({ database, secret: authSecret, factor: 1 });

  const askEverything = async () => {
    const own = await signIn.sessions.byCookie(cookie);
    const bot = await signIn.sessions.byApiToken(token);
    await signIn.sessions.stillValid([own?.sessionId ?? '', bot?.sessionId ?? '']);
    const invitation = await signIn.invitations.create(me, { days: 7, uses: 1, role: 'member', roomIds: [] });
    if (!invitation.ok) throw new Error(invitation.error.message);
    await signIn.admission.hostOf(invitation.data.token);
    await signIn.invitations.list({ ...me, role: 'member' });
    await signIn.invitations.revoke(me, { invitationId: invitation.data.invitation.id });
    const attempt = await attempts.take({ account: ada.email, address: '192.0.2.1' });
    if (!('ok' in attempt)) await attempt.succeeded({ familiar: true });
    await giveRole(web, { by: ada, to: bob, role: 'member' });
    for (const path of ['/get-session', '/list-sessions']) await call(web, path, undefined, { cookie });
  };
  const signInAndOut = async () => {
    const again = await call(web, '/sign-in/email', { email: ada.email, password });
    await call(web, '/sign-out', {}, { cookie: again.cookie });
  };

  for (let n = 0; n < untilThePlanIsKept; n += 1) await askEverything();
  await signInAndOut();
  // One connection, which tells in the end what it has read itself: else that would be counted later, as if by us.
  const grower = await seed.pool.connect();
  await grower.query(
    `insert into "user" (id, name, email) select gen_random_uuid(), 'P' || n, n || '@many' from generate_series(1, $1::int) n`,
    [later],
  );
  await grower.query(
    `insert into session (id, token, user_id, expires_at) select gen_random_uuid(), id::text, id, now() + interval '1 day' from "user"`,
  );
  await grower.query(
    `insert into apikey (id, key, reference_id) select gen_random_uuid(), id::text, id::text from "user"`,
  );
  await grower.query(
    `insert into account (id, account_id, provider_id, user_id) select gen_random_uuid(), id::text, 'other', id from "user"`,
  );
  await grower.query(`insert into attempt (key, forgotten_at) select id::text, now() + interval '1 day' from "user"`);
  await grower.query(
    `insert into invitation (token_hash, created_by, expires_at) select sha256(id::text::bytea), id, now() + interval '1 day' from "user" where id <> $1`,
    [ada.id],
  );
  await grower.query('select pg_stat_force_next_flush()');
  grower.release();
  const readFromEndToEnd = async () => {
    await database.pool.query('select pg_stat_force_next_flush()');
    return seed.rows(
      `select relname, seq_tup_read from pg_stat_user_tables
       where relname in ('user', 'session', 'apikey', 'account', 'attempt', 'invitation') order by relname`,
    );
  };
  const before = await readFromEndToEnd();
  await askEverything();
  await signInAndOut();
  expect(await readFromEndToEnd()).toEqual(before);
}, 60_000);
