import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../../protocol/index.ts';
import { type MailingWeb, openMailingWeb, secretIn } from './mailing.ts';
import { call, openWeb, password, signUp, someEmail, type Web } from './web.ts';

const stack = new AsyncDisposableStack();
let site: MailingWeb;
let other: Web;

beforeAll(async () => {
  site = await openMailingWeb(stack);
  other = await openWeb(stack, { beside: site, env: site.env });
  await signUp(site, 'Admin');
});
afterAll(() => stack.disposeAsync());
beforeEach(() => site.server.arrived.splice(0));

type Somebody = { cookie: string; id: string; email: string };

const ask = ({ cookie }: Somebody, email: string, more: object = {}) =>
  call(site, '/address/change', { email, ...more }, { cookie });
const follow = ({ cookie }: { cookie: string }, token: string, at: Web = site, more: object = {}) =>
  call(at, '/address/confirm', { token, ...more }, { cookie });
const secretFor = async (by: Somebody, email: string): Promise<string> => {
  expect((await ask(by, email)).status).toBe(200);
  return secretIn(await site.letterTo(email));
};
const addressOf = async ({ id }: Somebody) =>
  (
    await site.seed.rows<{ email: string; email_verified: boolean }>(
      'select email, email_verified from "user" where id = $1',
      [id],
    )
  )[0];

describe('another address for one’s account', () => {
  it('counts when the link in the letter to it was followed; the one before is told, and no longer signs in', async () => {
    const ada = await signUp(site, 'Ada');
    const next = someEmail();
    const token = await secretFor(ada, next.toUpperCase().toLowerCase());
    expect(await addressOf(ada), 'asking changes nothing').toEqual({ email: ada.email, email_verified: false });
    expect((await follow(ada, token, other, { language: 'zh' })).status).toBe(200);
    expect(await addressOf(ada)).toEqual({ email: next, email_verified: true });
    const told = await site.letterTo(ada.email);
    expect(told.subject).toBe('你的账号已更换邮箱');
    expect(told.text).not.toContain(next);
    const signIn = (email: string) => call(site, '/sign-in/email', { email, password });
    expect([(await signIn(ada.email)).status, (await signIn(next)).status]).toEqual([401, 200]);
    expect((await follow(ada, token)).body.code).toBe('LINK_OVER');
    const entries = await site.seed.rows<{ action: string; row: string }>(
      `select action, e::text as row from audit_entry e where subject_id = $1 order by seq`,
      [ada.id],
    );
    expect(entries.map(({ action }) => action)).toContain('account.address');
    for (const email of [ada.email, next]) expect(JSON.stringify(entries)).not.toContain(email);
  });

  it('may be the one that one has, which is confirmed by it', async () => {
    const ada = await signUp(site, 'Ada');
    expect((await follow(ada, await secretFor(ada, ada.email))).status).toBe(200);
    expect(await addressOf(ada)).toEqual({ email: ada.email, email_verified: true });
    const letters = await site.seed.rows('select template from mail where recipient = $1', [ada.email]);
    expect(letters, 'that nothing has moved is told to nobody').toEqual([{ template: 'confirmation' }]);
  });

  it('is nobody else’s by a link that they follow: only who asked, signed in, can use it', async () => {
    const [eve, bob] = [await signUp(site, 'Eve'), await signUp(site, 'Bob')];
    const token = await secretFor(eve, someEmail());
    expect((await follow(bob, token)).body.code).toBe('LINK_OVER');
    expect((await follow({ cookie: '' }, token)).status).toBe(401);
    expect((await follow(eve, token)).status).toBe(200);
  });

  it('is nobody else’s where the rules were asked before either, nor do they learn that there is such a link', async () => {
    const [eve, bob] = [await signUp(site, 'Eve'), await signUp(site, 'Bob')];
    const token = await secretFor(eve, someEmail());
    const change = `select change_address($1, (select token_hash from address_claim where user_id = $2)) as outcome`;
    expect(await site.seed.rows(change, [bob.id, eve.id]), 'the function itself').toEqual([{ outcome: 'over' }]);
    expect((await addressOf(bob))?.email).toBe(bob.email);
    // Eve could not be told: of a link of theirs it would be said so.
    await site.seed.rows(
      `insert into mail (recipient, language, template, worthless_at) select $1, 'en', 'reset', now() from generate_series(1, $2::int)`,
      [eve.email, limits.mailsPerAddress],
    );
    expect((await follow(bob, token)).body.code).toBe('LINK_OVER');
    expect((await follow(eve, token)).body.code).toBe('TOO_MANY_LETTERS');
  });

  it('is asked for by whoever has proved lately who they are, and one link at a time counts, for a day', async () => {
    const ada = await signUp(site, 'Ada');
    const [first, second] = [await secretFor(ada, someEmail()), await secretFor(ada, someEmail())];
    expect((await follow(ada, first)).body.code).toBe('LINK_OVER');
    await site.seed.rows(`update address_claim set expires_at = now() - interval '1 s' where user_id = $1`, [ada.id]);
    expect((await follow(ada, second)).body.code).toBe('LINK_OVER');
    await site.seed.rows(`update session set created_at = now() - interval '1 hour' where user_id = $1`, [ada.id]);
    const refused = await ask(ada, someEmail());
    expect([refused.status, refused.body.error.data.confirm]).toEqual([403, ['password', 'again']]);
  });

  it('that somebody has taken meanwhile is not given, also not to one of two who follow their links at once', async () => {
    const [ada, bob] = [await signUp(site, 'Ada'), await signUp(site, 'Bob')];
    const wanted = someEmail();
    const [one, two] = [await secretFor(ada, wanted), await secretFor(bob, wanted)];
    const answers = await Promise.all([follow(ada, one), follow(bob, two, other)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('USER_ALREADY_EXISTS');
    expect(await site.seed.rows('select from "user" where email = $1', [wanted])).toHaveLength(1);
  });

  it('makes links to a new password worthless that went to the one before', async () => {
    const ada = await signUp(site, 'Ada');
    await call(site, '/forgotten-password', { email: ada.email });
    const reset = secretIn(await site.letterTo(ada.email));
    await follow(ada, await secretFor(ada, someEmail()));
    expect((await call(site, '/new-password', { token: reset, newPassword: 'a whole new password' })).status).toBe(404);
    expect(await site.seed.rows('select from one_time_link where user_id = $1', [ada.id])).toEqual([]);
  });

  it('waits until the one before can be told', async () => {
    const ada = await signUp(site, 'Ada');
    const token = await secretFor(ada, someEmail());
    await site.seed.rows(
      `insert into mail (recipient, language, template, worthless_at) select $1, 'en', 'reset', now() from generate_series(1, $2::int)`,
      [ada.email, limits.mailsPerAddress],
    );
    expect((await follow(ada, token)).body.code).toBe('TOO_MANY_LETTERS');
    expect((await addressOf(ada))?.email).toBe(ada.email);
    await site.seed.rows('delete from mail where recipient = $1', [ada.email]);
    expect((await follow(ada, token)).status).toBe(200);
  });

  it('cannot be asked for where no mail is sent', async () => {
    const quiet = await openWeb(stack, { beside: site });
    const ada = await signUp(site, 'Ada');
    const answer = await call(quiet, '/address/change', { email: someEmail() }, { cookie: ada.cookie });
    expect(answer.body.code).toBe('MAIL_OFF');
  });
});
