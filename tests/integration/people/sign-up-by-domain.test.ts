import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type MailingWeb, openMailingWeb, secretIn } from './mailing.ts';
import { type Answer, call, openWeb, password, signUp, type Web } from './web.ts';

const stack = new AsyncDisposableStack();
let site: MailingWeb;
let other: Web;
let ada: { id: string };

beforeAll(async () => {
  site = await openMailingWeb(stack, { SIGN_UP: '' });
  other = await openWeb(stack, { beside: site, env: site.env });
  ada = await signUp(site, 'Ada');
});
afterAll(() => stack.disposeAsync());
beforeEach(async () => {
  site.server.arrived.splice(0);
  const settings = { signUp: 'domain', domains: ['corp.example', 'xn--bcher-kva.example'] } as const;
  const set = await site.signIn.workspace.update(
    { id: ada.id, address: '' },
    { ...settings, domains: [...settings.domains] },
  );
  expect(set.ok).toBe(true);
});

const emailTaken = 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL';
const someone = (): string => `${randomUUID()}@corp.example`;
const ask = (email: string, more: object = {}, at: Web = site) => call(at, '/sign-up/letter', { email, ...more });
const secretFor = async (email: string): Promise<string> => {
  expect((await ask(email)).status).toBe(200);
  return secretIn(await site.letterTo(email));
};
const arrive = (email: string, given: object, at: Web = site) =>
  call(at, '/sign-up/email', { name: 'Newcomer', email, password, ...given });
const code = ({ status, body }: Answer) => (status === 200 ? 'in' : body.code);
const accounts = (email: string) =>
  site.seed.rows('select role, email_verified, banned from "user" where email = $1', [email]);

describe('whoever has an address of one of the domains', () => {
  it('gets a letter, makes an account by its link, and has a confirmed address from the beginning', async () => {
    const email = someone();
    expect((await ask(email.toUpperCase(), { language: 'zh' })).body).toEqual({ ok: true, data: null });
    const letter = await site.letterTo(email);
    expect(letter.subject).toBe('注册你的 Switchboard 账号');
    expect(letter.text).toContain('/sign-up#confirmation=');
    const confirmation = secretIn(letter);
    expect((await call(other, '/sign-up/confirmation', { confirmation })).body.data).toEqual({ email });
    const made = await arrive(email, { confirmation }, other);
    expect(code(made)).toBe('in');
    expect(await accounts(email)).toEqual([{ role: 'member', email_verified: true, banned: false }]);
    const session = await call(site, '/get-session', undefined, { cookie: made.cookie });
    expect(session.body.user.email).toBe(email);
    const [entry] = await site.seed.rows(
      `select detail from audit_entry where subject_id = $1 and action = 'account.create'`,
      [made.body.user.id],
    );
    expect(entry).toEqual({ detail: { by: 'domain' } });
  });

  it('uses a link once, also at two instances at the same moment; who tries again is told that it is over', async () => {
    const email = someone();
    const confirmation = await secretFor(email);
    const answers = await Promise.all([site, other, site, other].map((at) => arrive(email, { confirmation }, at)));
    expect(answers.map(code).filter((one) => one === 'in')).toHaveLength(1);
    const rest = answers.map(code).filter((one) => one !== 'in');
    expect(
      rest.every((one) => one === emailTaken || one === 'LINK_OVER'),
      String(rest),
    ).toBe(true);
    expect(code(await arrive(email, { confirmation }))).toBe('LINK_OVER');
    expect((await call(site, '/sign-up/confirmation', { confirmation })).body.code).toBe('LINK_OVER');
  });

  it('has one link at a time, for a day', async () => {
    const email = someone();
    const [first, second] = [await secretFor(email), await secretFor(email)];
    expect(code(await arrive(email, { confirmation: first }))).toBe('LINK_OVER');
    await site.seed.rows(`update address_claim set expires_at = now() - interval '1 s' where email = $1`, [email]);
    expect(code(await arrive(email, { confirmation: second }))).toBe('LINK_OVER');
    expect(code(await arrive(email, { confirmation: await secretFor(email) }))).toBe('in');
  });

  it('who has an account already is told so by letter, and nobody else learns it', async () => {
    const email = someone();
    await arrive(email, { confirmation: await secretFor(email) });
    const again = await ask(email);
    expect([again.status, again.body]).toEqual([200, (await ask(someone())).body]);
    const letter = await site.letterTo(email);
    expect(letter.subject).toBe('You have an account on Switchboard');
    expect(letter.text).not.toContain('confirmation=');
  });

  it('is slowed down by whoever asks for letters to them all the time', async () => {
    const strict = await openWeb(stack, { beside: site, env: { ...site.env, RATE_LIMIT_FACTOR: '1' } });
    const email = someone();
    const asked = await Promise.all(Array.from({ length: 8 }, () => ask(email, {}, strict)));
    expect(asked.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
  });
});

describe('the domain of an address', () => {
  it('is what stands behind its last @, whatever is quoted before that', async () => {
    const { admission } = site.signIn;
    expect(await admission.refusalOf('"eve@corp.example"@evil.example')).toMatchObject({
      reason: 'DOMAIN_NOT_ALLOWED',
    });
    expect(await admission.refusalOf('"eve@evil.example"@corp.example')).toBeNull();
  });
});

describe('whoever has not followed the link', () => {
  it('has no account: no way in by password, reset or anything else, because nothing is stored but the claim', async () => {
    const email = someone();
    await secretFor(email);
    expect(code(await arrive(email, {}))).toBe('CONFIRMATION_NEEDED');
    expect(code(await arrive(email, { confirmation: 'x'.repeat(32) }))).toBe('LINK_OVER');
    expect(await accounts(email)).toEqual([]);
    expect((await call(site, '/sign-in/email', { email, password })).status).toBe(401);
    await call(site, '/forgotten-password', { email });
    const [kept] = await site.seed.rows<{ row: string }>(
      'select c::text as row from address_claim c where email = $1',
      [email],
    );
    expect(kept?.row).not.toContain(password);
  });

  it('cannot take the link of one address for another, nor that of an account for a new one', async () => {
    const [mine, victim] = [someone(), someone()];
    const confirmation = await secretFor(mine);
    expect(code(await arrive(victim, { confirmation }))).toBe('LINK_OVER');
    expect(await accounts(victim)).toEqual([]);
    await site.seed.rows(
      `insert into address_claim (token_hash, email, user_id, expires_at)
       values (sha256('of an account'), $1, $2, now() + interval '1 day')`,
      [victim, ada.id],
    );
    expect(code(await arrive(victim, { confirmation: 'of an account' }))).toBe('LINK_OVER');
    expect(code(await arrive(mine, { confirmation }))).toBe('in');
  });

  it('is let in by nothing else when the rules were asked before and are other ones now: the insert itself is refused', async () => {
    const email = someone();
    await secretFor(email);
    const [claim] = await site.seed.rows<{ id: string }>('select id from address_claim where email = $1', [email]);
    const insert = (address: string, id = claim?.id) =>
      site.seed.rows(
        `insert into "user" (id, name, email, admission) values (gen_random_uuid(), 'Late', $1, 'address:' || $2)`,
        [address, id],
      );
    await expect(insert(someone()), 'another address').rejects.toThrow(/the address is not proved/);
    const [bob, wanted] = [await site.seed.person('Bob'), someone()];
    const [ofBob] = await site.seed.rows<{ id: string }>(
      `insert into address_claim (token_hash, email, user_id, expires_at)
       values (sha256('of an account, too'), $1, $2, now() + interval '1 day') returning id`,
      [wanted, bob.id],
    );
    await expect(insert(wanted, ofBob?.id), 'a link of an account').rejects.toThrow(/the address is not proved/);
    await site.seed.rows(`update workspace set domains = '{other.example}'`);
    await expect(insert(email), 'a domain that was taken from the list').rejects.toThrow(/of none of the domains/);
    await site.seed.rows(`update workspace set domains = '{corp.example}'`);
    await site.seed.rows(`update address_claim set expires_at = now() where email = $1`, [email]);
    await expect(insert(email), 'a link that is over').rejects.toThrow(/the address is not proved/);
  });

  it('may come by an invitation meanwhile, and the link then leads nowhere', async () => {
    const email = someone();
    const confirmation = await secretFor(email);
    const by = { id: ada.id, role: 'admin', address: '192.0.2.1' } as const;
    const made = await site.signIn.invitations.create(by, {
      days: 1,
      uses: 1,
      role: 'guest',
      roomIds: [await site.seed.room([{ id: ada.id, name: 'Ada', role: 'admin' }])],
    });
    if (!made.ok) throw new Error(made.error.message);
    const both = await Promise.all([
      arrive(email, { invitation: made.data.token }),
      arrive(email, { confirmation }, other),
    ]);
    expect(both.map(code).sort()).toEqual([emailTaken, 'in'].sort());
    expect(await accounts(email)).toHaveLength(1);
  });
});

describe('domains are compared whole', () => {
  it.each([
    'ada@sub.corp.example',
    'ada@corp.example.evil.example',
    'ada@evilcorp.example',
    'ada@bucher.example',
    'ada@gmail.com',
  ])('%s is of none of them', async (email) => {
    expect(code(await ask(email))).toBe('DOMAIN_NOT_ALLOWED');
    expect(code(await arrive(email, {}))).toBe('DOMAIN_NOT_ALLOWED');
  });

  it.each([
    'ada@corp.example.',
    'ada@corp.example@evil.example',
    'ada@evil.example@corp.example',
    '"ada@evil.example"@corp.example',
    'ada@corp.example\u0000.evil.example',
    'ada@corp.example,eve@evil.example',
    'ada@bücher.example',
    'ada@cоrp.example',
    'ada@corp。example',
    'ada@corp-example',
    'ada@ corp.example',
    '@corp.example',
  ])('%j is no address', async (email) => {
    expect(code(await ask(email))).toBe('INVALID_EMAIL');
    expect(code(await arrive(email, {}))).toBe('INVALID_EMAIL');
    expect(await site.seed.rows('select from pgboss.job where data::text like $1', ['%evil%'])).toEqual([]);
  });

  it('in capitals or with blanks around it is the same one, an IDN is what it is on the wire, and a + is another mailbox', async () => {
    const id = randomUUID();
    for (const [typed, stored] of [
      [` ${id}@CORP.Example `, `${id}@corp.example`],
      [`${id}@XN--BCHER-KVA.example`, `${id}@xn--bcher-kva.example`],
      [`${id}+x@corp.example`, `${id}+x@corp.example`],
      // The sign for kelvin is a small k in small letters: the letter goes where the account will be.
      [`\u212A${id}@corp.example`, `k${id}@corp.example`],
    ] as const) {
      expect((await ask(typed)).status, typed).toBe(200);
      const confirmation = secretIn(await site.letterTo(stored));
      expect(code(await arrive(typed, { confirmation })), typed).toBe('in');
      expect(await accounts(stored)).toHaveLength(1);
    }
  });
});

describe('the setting', () => {
  it('asks nothing of whoever was invited, and says nothing where it is another one', async () => {
    expect(await site.signIn.admission.domains()).toEqual(['corp.example', 'xn--bcher-kva.example']);
    for (const [policy, wanted] of [
      ['invited', 'INVITATION_NEEDED'],
      ['closed', 'SIGN_UP_CLOSED'],
      ['open', 'INVITATION_NEEDED'],
    ] as const) {
      const confirmation = await secretFor(someone());
      await site.seed.rows('update workspace set sign_up = $1', [policy]);
      expect(code(await ask(someone())), policy).toBe(wanted);
      expect(await site.signIn.admission.domains()).toEqual([]);
      if (policy !== 'open') expect(code(await arrive(someone(), { confirmation })), policy).toBe(wanted);
      await site.seed.rows(`update workspace set sign_up = 'domain'`);
    }
  });

  it('needs a domain, and mail: an instance without it lets in by invitation alone', async () => {
    const update = async (at: Web, patch: object) => {
      const answer = await at.signIn.workspace.update({ id: ada.id, address: '' }, patch);
      return answer.ok ? 'ok' : answer.error.data?.reason;
    };
    expect(await update(site, { domains: [] })).toBe('no_domain');
    expect(await site.signIn.workspace.settings()).toMatchObject({ data: { confirms: true, signUp: 'domain' } });
    const silent = await openWeb(stack, { beside: site, env: { SIGN_UP: '' } });
    expect(await update(silent, { signUp: 'domain' })).toBe('no_mail');
    expect(code(await ask(someone(), {}, silent))).toBe('INVITATION_NEEDED');
    expect(code(await arrive(someone(), {}, silent))).toBe('INVITATION_NEEDED');
  });
});
