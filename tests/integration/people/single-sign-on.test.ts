import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paths } from '../../../protocol/index.ts';
import { freePort } from '../../../scripts/installation/ports.ts';
import {
  type IdentityProvider,
  providerSettings,
  startIdentityProvider,
} from '../../support/oidc/identity-provider.ts';
import { oneTimeCode } from '../../support/one-time-code.ts';
import { call, openWeb, password, signUp, someEmail, type Web } from './web.ts';

const stack = new AsyncDisposableStack();
let web: Web;
/** Another instance, where one needs an invitation. */
let invited: Web;
/** One where people of a domain may make an account. */
let byDomain: Web;
let provider: IdentityProvider;
let issuer: string;

beforeAll(async () => {
  const port = await freePort();
  issuer = `http://localhost:${port}`;
  web = await openWeb(stack, { env: providerSettings(port) });
  invited = await openWeb(stack, { beside: web, env: { ...providerSettings(port), SIGN_UP: 'invited' } });
  const mail = { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'chat@example.com' };
  byDomain = await openWeb(stack, { beside: web, env: { ...providerSettings(port), ...mail, SIGN_UP: '' } });
  const callbacks = [web, invited, byDomain].map(
    ({ url }) => `${url.replace('127.0.0.1', 'localhost')}${paths.auth}/oidc/callback`,
  );
  provider = await startIdentityProvider(port, callbacks);
  stack.defer(() => provider.close());
  // The first account is the admin; from then on the tests look at everybody else.
  await signUp(web, 'Admin');
});
afterAll(() => stack.disposeAsync());

/** Where somebody has been sent, and what a browser then holds. */
type Arrival = { at: string; cookie: string };

const follow = async (address: string, cookies: Map<string, string>, body?: URLSearchParams) => {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const init = body === undefined ? {} : { method: 'POST', body };
  const response = await fetch(address, { ...init, headers: { cookie }, redirect: 'manual' });
  for (const one of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(one) ?? [];
    if (value === '') cookies.delete(name);
    else cookies.set(name, value);
  }
  return { response, location: new URL(response.headers.get('location') ?? '', address).href };
};

/** At the provider, somebody says who they are. @returns the address it sends them back to */
const atProvider = async (address: string, sub: string): Promise<string> => {
  const cookies = new Map<string, string>();
  let next = (await follow(address, cookies)).location;
  next = (await follow(next, cookies, new URLSearchParams({ sub }))).location;
  while (next.startsWith(issuer)) next = (await follow(next, cookies)).location;
  return next;
};

const begin = async (path: '/oidc/begin' | '/oidc/link', body: object = {}, cookie = '', site = web) => {
  const begun = await call(site, path, { next: '/chat', ...body }, { cookie });
  return { ...begun, address: begun.body?.data?.address as string };
};

/** Back from the provider, with the cookies that one left with. */
const comeBack = async (address: string, ...held: string[]): Promise<Arrival> => {
  const pairs = held
    .filter(Boolean)
    .flatMap((one) => one.split('; ').map((pair) => pair.split(/=(.*)/s) as [string, string]));
  const cookies = new Map(pairs.map(([name, value]) => [name, value]));
  const { location } = await follow(address.replace('localhost', '127.0.0.1'), cookies);
  const at = new URL(location);
  return {
    at: `${at.pathname}${at.search}`,
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  };
};

const signIn = async (sub: string, body: object = {}, site = web): Promise<Arrival> => {
  const begun = await begin('/oidc/begin', body, '', site);
  return comeBack(await atProvider(begun.address, sub), begun.cookie);
};

const whoIs = async ({ cookie }: { cookie: string }): Promise<string | undefined> =>
  (await call(web, '/get-session', undefined, { cookie })).body?.user?.id;
const someone = (over: object = {}) => {
  const known = { sub: randomUUID(), email: someEmail(), email_verified: true, name: 'Lin', ...over };
  provider.knows(known);
  return known;
};
const confirmed = (id: string) => web.seed.rows('update "user" set email_verified = true where id = $1', [id]);

describe('whoever comes from the provider', () => {
  it('gets an account where sign-up is open, and the same one the next time', async () => {
    const lin = someone();
    const first = await signIn(lin.sub, { next: '/chat?x=1' });
    expect(first.at).toBe('/chat?x=1');
    const id = await whoIs(first);
    expect(await web.seed.rows('select name, email, email_verified, role from "user" where id = $1', [id])).toEqual([
      { name: 'Lin', email: lin.email, email_verified: true, role: 'member' },
    ]);
    expect(await whoIs(await signIn(lin.sub))).toBe(id);
    expect(await web.seed.rows('select access_token, id_token from account where user_id = $1', [id])).toEqual([
      { access_token: null, id_token: null },
    ]);
  });

  it('enters an existing account when the provider has verified the address and it was confirmed here', async () => {
    const ada = await signUp(web, 'Ada');
    await confirmed(ada.id);
    const { sub } = someone({ email: ada.email.toUpperCase() });
    expect(await whoIs(await signIn(sub))).toBe(ada.id);
  });

  it('needs their second factor, where they have one', async () => {
    const ada = await signUp(web, 'Ada');
    await confirmed(ada.id);
    const { sub } = someone({ email: ada.email });
    const { key } = (await call(web, '/second-factor/begin', {}, { cookie: ada.cookie })).body.data;
    await call(web, '/second-factor/turn-on', { code: oneTimeCode(key, -1) }, { cookie: ada.cookie });
    const arrival = await signIn(sub);
    expect([arrival.at, await whoIs(arrival)]).toEqual(['/sign-in?next=%2Fchat', undefined]);
    await call(web, '/second-factor', { code: oneTimeCode(key) }, { cookie: arrival.cookie });
    expect(await whoIs(arrival)).toBe(ada.id);
  });

  it('makes no account where one needs an invitation, unless they have one, which is then used', async () => {
    const lin = someone();
    expect((await signIn(lin.sub, {}, invited)).at).toBe('/sign-in?refused=INVITATION_NEEDED&next=%2Fchat');
    const host = await signUp(web, 'Host');
    const terms = { days: 7, uses: 1, role: 'member' as const, roomIds: [] };
    const made = await web.signIn.invitations.create({ id: host.id, role: 'member', address: '192.0.2.1' }, terms);
    const invitation = made.ok ? made.data.token : '';
    const arrival = await signIn(lin.sub, { invitation }, invited);
    expect([arrival.at, await whoIs(arrival)]).toEqual(['/chat', expect.any(String)]);
    expect((await signIn(someone().sub, { invitation }, invited)).at).toContain('refused=INVALID_INVITATION');
  });
});

describe('where people of some domains may make an account', () => {
  it('the word of the provider is as good as a letter, for these domains alone', async () => {
    await web.seed.rows(`update workspace set sign_up = 'domain', domains = '{corp.example}'`);
    const arrive = async (email: string, more: object = {}) =>
      (await signIn(someone({ email, ...more }).sub, {}, byDomain)).at;
    expect(await arrive('lin@corp.example')).toBe('/chat');
    expect(await web.seed.rows(`select email_verified from "user" where email = 'lin@corp.example'`)).toEqual([
      { email_verified: true },
    ]);
    for (const email of ['lin@sub.corp.example', 'lin@corp.example.evil.example', 'lin@evil.example'])
      expect(await arrive(email), email).toContain('refused=DOMAIN_NOT_ALLOWED');
    expect(await arrive('max@corp.example', { email_verified: false })).toContain('refused=ADDRESS_NOT_VERIFIED');
    expect(await web.seed.rows(`select from "user" where email like '%@%corp.example%'`)).toHaveLength(1);
  });
});

describe('whoever wants another person’s account', () => {
  it('does not get it by claiming their address at the provider', async () => {
    const ada = await signUp(web, 'Ada');
    await confirmed(ada.id);
    const { sub } = someone({ email: ada.email, email_verified: false });
    const arrival = await signIn(sub);
    expect([arrival.at, await whoIs(arrival)]).toEqual([
      '/sign-in?refused=ADDRESS_NOT_VERIFIED&next=%2Fchat',
      undefined,
    ]);
    const silent = someone({ email: ada.email, email_verified: undefined });
    expect((await signIn(silent.sub)).at).toContain('ADDRESS_NOT_VERIFIED');
  });

  it('does not catch them by taking their address here first, before they come from the provider', async () => {
    const eve = await signUp(web, 'Eve');
    const victim = someone({ email: eve.email });
    const arrival = await signIn(victim.sub);
    expect([arrival.at, await whoIs(arrival)]).toEqual([
      '/sign-in?refused=ADDRESS_NOT_CONFIRMED&next=%2Fchat',
      undefined,
    ]);
    expect(await web.seed.rows('select provider_id from account where user_id = $1', [eve.id])).toEqual([
      { provider_id: 'credential' },
    ]);
  });

  it('does not sign them in as somebody else, nor link their account, by sending them an answer of the provider', async () => {
    const eve = someone();
    const begun = await begin('/oidc/begin');
    const answer = await atProvider(begun.address, eve.sub);
    expect((await comeBack(answer)).at, 'a browser that never left').toBe('/sign-in?refused=JOURNEY_OVER');
    const victim = await signUp(web, 'Victim');
    const other = await begin('/oidc/link', {}, victim.cookie);
    const arrival = await comeBack(answer, other.cookie, victim.cookie);
    expect(arrival.at, 'the answer to another question').toBe('/settings?refused=PROVIDER_FAILED');
    expect(await web.seed.rows('select from account where user_id = $1', [victim.id])).toHaveLength(1);
  });

  it('is believed nothing that was not asked in this browser: an answer with another state is none', async () => {
    const lin = someone();
    const begun = await begin('/oidc/begin');
    const answer = new URL(await atProvider(begun.address, lin.sub));
    answer.searchParams.set('state', 'of somebody else');
    expect((await comeBack(answer.href, begun.cookie)).at).toContain('refused=PROVIDER_FAILED');
    expect(await web.seed.rows('select from "user" where email = $1', [lin.email])).toEqual([]);
  });

  it('is not sent elsewhere afterwards', async () => {
    for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', 'chat'])
      expect((await begin('/oidc/begin', { next })).status, next).toBe(400);
  });

  it('is refused when their own account is blocked, or they say no at the provider', async () => {
    const lin = someone();
    const id = await whoIs(await signIn(lin.sub));
    await web.seed.rows('update "user" set banned = true where id = $1', [id]);
    expect((await signIn(lin.sub)).at).toContain('refused=BANNED_USER');
    expect((await signIn('')).at).toContain('refused=PROVIDER_REFUSED');
  });
});

describe('the owner of an account', () => {
  it('links it while signed in, whatever the provider says of the address, and enters by it from then on', async () => {
    const ada = await signUp(web, 'Ada');
    const { sub } = someone({ email_verified: false });
    const begun = await begin('/oidc/link', { next: '/settings' }, ada.cookie);
    const arrival = await comeBack(await atProvider(begun.address, sub), begun.cookie, ada.cookie);
    expect(arrival.at).toBe('/settings');
    expect((await call(web, '/ways', undefined, { cookie: ada.cookie })).body.data).toEqual({
      password: true,
      provider: { name: 'Example Login', linked: true },
    });
    expect(await whoIs(await signIn(sub))).toBe(ada.id);
    expect((await call(web, '/oidc/unlink', {}, { cookie: ada.cookie })).status).toBe(200);
    expect((await signIn(sub)).at).toContain('refused=');
  });

  it('cannot link what is somebody else’s, nor when they signed out meanwhile, nor unlink their only way in', async () => {
    const lin = someone();
    const linArrived = await signIn(lin.sub);
    const ada = await signUp(web, 'Ada');
    const begun = await begin('/oidc/link', {}, ada.cookie);
    const answer = await atProvider(begun.address, lin.sub);
    expect((await comeBack(answer, begun.cookie, ada.cookie)).at).toBe('/settings?refused=LINKED_TO_ANOTHER');
    const again = await begin('/oidc/link', {}, ada.cookie);
    const second = await atProvider(again.address, someone().sub);
    expect((await comeBack(second, again.cookie)).at).toBe('/settings?refused=JOURNEY_OVER');
    const only = await call(web, '/oidc/unlink', {}, { cookie: linArrived.cookie });
    expect([only.status, only.body.code]).toEqual([409, 'ONLY_WAY_IN']);
  });

  it('proves who they are before linking, when they signed in a while ago', async () => {
    const ada = await signUp(web, 'Ada');
    await web.seed.rows(`update session set created_at = now() - interval '11 minutes' where user_id = $1`, [ada.id]);
    expect((await begin('/oidc/link', {}, ada.cookie)).body.error.data.confirm).toContain('password');
    expect(password).not.toBe('');
  });
});

describe('a provider that does not answer', () => {
  it('keeps nobody from starting, and is asked again the next time', async () => {
    const port = await freePort();
    const site = await openWeb(stack, { beside: web, env: providerSettings(port) });
    const ask = () => call(site, '/oidc/begin', { next: '/chat' });
    const away = await ask();
    expect([away.status, away.body.code]).toEqual([503, 'PROVIDER_FAILED']);
    const late = await startIdentityProvider(port, [`${site.url}/callback`]);
    stack.defer(() => late.close());
    expect((await ask()).status).toBe(200);
  });

  it('is not there where none is set', async () => {
    const without = await openWeb(stack, { beside: web });
    expect((await call(without, '/oidc/begin', { next: '/chat' })).status).toBe(404);
  });
});
