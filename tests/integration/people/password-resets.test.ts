import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../../scripts/installation/waiting.ts';
import { readConfig } from '../../../server/config.ts';
import { JobList } from '../../../server/engine/jobs/add-job.ts';
import { Jobs } from '../../../server/engine/jobs/jobs.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { Mail, jobs as mailJobs } from '../../../server/mail/index.ts';
import { resetJobs } from '../../../server/people/index.ts';
import { type MailServer, startMailServer } from '../../support/mail/mail-server.ts';
import { type Answer, call, openWeb, password, signUp, someEmail, type Web } from './web.ts';

const stack = new AsyncDisposableStack();
let server: MailServer;
let web: Web;
let other: Web;

beforeAll(async () => {
  server = await startMailServer();
  stack.defer(() => server.close());
  const env = { SMTP_URL: server.url, MAIL_FROM: 'chat@example.com' };
  web = await openWeb(stack, { env });
  other = await openWeb(stack, { beside: web, env });
  const { database } = web;
  const mail = new Mail({ url: server.url, jobs: new JobList(database) });
  const due = [...mailJobs(readConfig(env), database), ...resetJobs(database, mail, web.url)];
  const worker = new Jobs({ database, log: createLogger('silent', 'test'), jobs: due });
  worker.start();
  stack.defer(() => worker.stop());
});
afterAll(() => stack.disposeAsync());
beforeEach(() => server.arrived.splice(0));

const forget = (email: string, language = 'en') => call(web, '/forgotten-password', { email, language });
const tokenIn = (text: string | undefined): string => /#token=(\S+)/.exec(text ?? '')?.[1] ?? 'no token';
const linkFor = async (email: string): Promise<string> => {
  const before = server.arrived.length;
  expect((await forget(email)).status).toBe(200);
  await until('the letter', () => server.arrived.length > before);
  return tokenIn(server.arrived.at(-1)?.text);
};
const choose = (site: Web, token: string, more: object = {}) =>
  call(site, '/new-password', { token, newPassword: 'a whole new password', ...more });
const isSignedIn = async ({ cookie }: Answer) =>
  (await call(web, '/get-session', undefined, { cookie })).body?.user !== undefined;

describe('whoever has forgotten their password', () => {
  it('is no program: a bot has no password, and gets no link to one', async () => {
    const [bot] = await web.seed.rows<{ id: string }>(
      `insert into "user" (id, name, email, kind) values (uuidv7(), 'Robo', 'robo@example.com', 'bot') returning id`,
    );
    const made = `select * from make_link('reset', $1, '\\x01', null, 60)`;
    expect(await web.seed.rows(made, [bot?.id])).toEqual([]);
  });

  it('gets a link by mail, in the language of the page; a new password by it ends all sessions', async () => {
    const ada = await signUp(web, 'Ada');
    const token = await linkFor(ada.email);
    expect(await isSignedIn(ada), 'asking for a link ends nothing').toBe(true);
    expect((await choose(other, token)).status).toBe(200);
    expect(await isSignedIn(ada)).toBe(false);
    const signIn = (secret: string) => call(web, '/sign-in/email', { email: ada.email, password: secret });
    expect([(await signIn(password)).status, (await signIn('a whole new password')).status]).toEqual([401, 200]);
    const [known] = await web.seed.rows<{ email_verified: boolean }>(
      'select email_verified from "user" where id = $1',
      [ada.id],
    );
    expect(known?.email_verified, 'the link went to the address, and so it is theirs').toBe(true);
    await forget(ada.email, 'zh');
    await until('the letter', () => server.arrived.length > 1);
    expect(server.arrived.at(-1)?.subject).toBe('重设 Switchboard 密码');
  });

  it('keeps the API tokens unless they ask for them to end', async () => {
    const ada = await signUp(web, 'Ada');
    await web.seed.rows('update "user" set email_verified = true where id = $1', [ada.id]);
    const tokens = () => web.seed.rows('select from apikey where reference_id = $1', [ada.id]);
    await web.seed.apiToken({ id: ada.id, name: 'Ada', role: 'member' });
    await choose(web, await linkFor(ada.email));
    expect(await tokens()).toHaveLength(1);
    await choose(web, await linkFor(ada.email), { endTokens: true });
    expect(await tokens()).toHaveLength(0);
  });

  it('uses a link once, also at two instances at the same moment, and not after an hour', async () => {
    const ada = await signUp(web, 'Ada');
    const token = await linkFor(ada.email);
    const both = await Promise.all([web, other, web, other].map((site) => choose(site, token)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404]);
    const late = await linkFor(ada.email);
    await web.seed.rows(`update one_time_link set expires_at = now() - interval '1 second'`);
    const answer = await choose(web, late);
    expect([answer.status, answer.body.code]).toEqual([404, 'LINK_OVER']);
  });

  it('has one link at a time, which is worth nothing for another address or a blocked account', async () => {
    const ada = await signUp(web, 'Ada');
    const [first, second] = [await linkFor(ada.email), await linkFor(ada.email)];
    expect((await choose(web, first)).status).toBe(404);
    await web.seed.rows('update "user" set email = $2 where id = $1', [ada.id, someEmail()]);
    expect((await choose(web, second)).status).toBe(404);
    const bob = await signUp(web, 'Bob');
    const token = await linkFor(bob.email);
    await web.seed.rows('update "user" set banned = true where id = $1', [bob.id]);
    expect((await choose(web, token)).status).toBe(404);
  });

  it('may not choose a weak password, and can choose a better one with the same link', async () => {
    const ada = await signUp(web, 'Ada');
    const token = await linkFor(ada.email);
    const weak = await choose(web, token, { newPassword: ada.email });
    expect([weak.status, weak.body.code]).toEqual([400, 'PASSWORD_PERSONAL']);
    expect((await choose(web, token)).status).toBe(200);
  });
});

describe('a stranger', () => {
  it('who made an account with somebody’s address keeps no way into it once its owner has chosen a password', async () => {
    const squatter = await signUp(web, 'Eve');
    const { id } = squatter;
    await web.seed.apiToken({ id, name: 'Eve', role: 'member' });
    await web.seed.rows(`insert into second_factor (user_id, secret, confirmed_at) values ($1, 'x', now())`, [id]);
    await web.seed.rows(
      `insert into account (id, account_id, provider_id, user_id) values (gen_random_uuid(), 'eve', 'oidc', $1)`,
      [id],
    );
    expect((await choose(web, await linkFor(squatter.email))).status).toBe(200);
    expect(await web.seed.rows('select provider_id from account where user_id = $1', [id])).toEqual([
      { provider_id: 'credential' },
    ]);
    expect(await web.seed.rows('select from apikey where reference_id = $1', [id])).toEqual([]);
    expect(
      (await call(web, '/sign-in/email', { email: squatter.email, password: 'a whole new password' })).body.user.id,
    ).toBe(id);
  });

  it('is answered the same for an address with an account and one without, and only the first gets a letter', async () => {
    const ada = await signUp(web, 'Ada');
    const nobody = someEmail();
    const answers = [await forget(nobody), await forget(ada.email)];
    expect(answers[0]?.body).toEqual(answers[1]?.body);
    expect(answers[0]?.status).toBe(answers[1]?.status);
    await until('the letter', () => server.arrived.length > 0);
    expect(server.arrived.flatMap(({ to }) => to)).toEqual([ada.email]);
  });

  it('cannot fill somebody’s mailbox, nor guess links', async () => {
    const strict = await openWeb(stack, {
      beside: web,
      env: { SMTP_URL: server.url, MAIL_FROM: 'chat@example.com', RATE_LIMIT_FACTOR: '1' },
    });
    const ada = await signUp(web, 'Ada');
    const asked = await Promise.all(
      Array.from({ length: 8 }, () => call(strict, '/forgotten-password', { email: ada.email })),
    );
    expect(asked.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
    const from = { 'x-forwarded-for': '198.51.100.7' };
    const guess = () => call(strict, '/new-password', { token: 'guess', newPassword: password }, from);
    const guesses: Answer[] = [];
    for (const _ of Array.from({ length: 34 })) guesses.push(await guess());
    expect(guesses.at(-1)?.status).toBe(429);
  });

  it('is told where no mail is sent', async () => {
    const quiet = await openWeb(stack, { beside: web });
    const answer = await call(quiet, '/forgotten-password', { email: someEmail() });
    expect([answer.status, answer.body.code]).toEqual([409, 'MAIL_OFF']);
  });
});

describe('a link that an admin hands over', () => {
  it('opens the account to whoever holds it, once, and says nothing about the address', async () => {
    const [admin, bob] = [await signUp(web, 'Ada'), await signUp(web, 'Bob')];
    const made = await web.signIn.resets.makeByHand(bob.id, { by: admin.id, address: '198.51.100.1' });
    expect(made?.link).toMatch(/^http:\/\/localhost:\d+\/new-password#token=/);
    const token = tokenIn(made?.link);
    expect((await choose(web, token)).status).toBe(200);
    expect((await choose(web, token)).status).toBe(404);
    expect(
      await web.seed.rows(
        `select action, actor_id, address from audit_entry where subject_id = $1 and action like 'account.reset%' order by seq`,
        [bob.id],
      ),
    ).toEqual([
      { action: 'account.reset-link', actor_id: admin.id, address: '198.51.100.1' },
      { action: 'account.reset', actor_id: null, address: '127.0.0.1' },
    ]);
    expect(await web.seed.rows('select email_verified from "user" where id = $1', [bob.id])).toEqual([
      { email_verified: false },
    ]);
  });
});
