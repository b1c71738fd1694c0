import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { z } from 'zod';
import { accountRequests, failure, fromZodError, pageOfHeader, paths } from '../../protocol/index.ts';
import { addressGroup } from '../engine/ops/address-group.ts';
import { type AccountCall, type Caller, isForeign, readJson, refuse, refuseSlowly } from './account-call.ts';
import type { AccountServices } from './account-services.ts';
import { changeAddress, confirmAddress } from './address-deeds.ts';
import { trustedHeaders } from './auth.ts';
import { confirm, refuseUnconfirmed } from './confirmation-deeds.ts';
import { linkFor, withProvider } from './oidc/routes.ts';
import {
  beginPasskey,
  beginPasskeySignIn,
  confirmByPasskey,
  deletePasskey,
  listPasskeys,
  makePasskey,
  signInByPasskey,
} from './passkeys/deeds.ts';
import { forgottenPassword, newPassword } from './reset-deeds.ts';
import {
  beginSecondFactor,
  giveSecondFactor,
  newRecoveryCodes,
  readSecondFactor,
  turnOffSecondFactor,
  turnOnSecondFactor,
} from './second-factor-deeds.ts';
import { sessionCookieIn } from './session-cookie.ts';
import { changePassword, endOtherSessions, endSession, signIn, signOut, updateUser } from './session-deeds.ts';
import { listSessions } from './session-list.ts';
import { askToSignUp, readConfirmation, signUp } from './sign-up.ts';
import { readWays } from './ways.ts';

/** `anyone`, or whoever has a session: others get `unauthenticated`. */
type Access = 'anyone' | 'user';

const dear = { dear: true };

type Call = Omit<AccountCall<unknown>, 'input'>;
type Route = { access: Access; dear: boolean; answer(given: unknown, call: Call): Promise<Response> };

const route = <Schema extends z.ZodType>(
  access: Access,
  schema: Schema,
  deed: (call: AccountCall<z.output<Schema>>) => Promise<Response>,
  { dear = false }: { dear?: boolean } = {},
): Route => ({
  ...{ access, dear },
  answer: async (given, call) => {
    const parsed = schema.safeParse(given);
    if (!parsed.success) return refuse(reasonOf(parsed.error), fromZodError(parsed.error));
    return deed({ ...call, input: parsed.data });
  },
});

/**
 * Everything under `/api/auth` that is answered: method and path, who may, what it takes, what it does. Whatever else
 * better-auth and its plugins bring is 404.
 */
const routesOf = (services: AccountServices): Readonly<Record<string, Route>> => ({
  ...secondFactorRoutes(services),
  ...providerRoutes(services),
  ...passkeyRoutes(services),
  'POST /sign-up/email': route('anyone', accountRequests.signUp, signUp(services)),
  'POST /sign-up/letter': route('anyone', accountRequests.askToSignUp, askToSignUp(services)),
  'POST /sign-up/confirmation': route('anyone', accountRequests.readConfirmation, readConfirmation(services)),
  'POST /sign-in/email': route('anyone', accountRequests.signIn, signIn(services)),
  'POST /sign-out': route('anyone', accountRequests.signOut, signOut(services)),
  'GET /get-session': route('anyone', accountRequests.getSession, ({ forward }) => forward('/get-session')),
  'GET /list-sessions': route('user', accountRequests.listSessions, listSessions(services)),
  'POST /revoke-session': route('user', accountRequests.revokeSession, endSession(services)),
  'POST /revoke-other-sessions': route('user', accountRequests.revokeOtherSessions, endOtherSessions(services)),
  'POST /update-user': route('user', accountRequests.updateUser, updateUser()),
  'POST /change-password': route('user', accountRequests.changePassword, changePassword(services)),
  'POST /forgotten-password': route('anyone', accountRequests.forgottenPassword, forgottenPassword(services)),
  'POST /new-password': route('anyone', accountRequests.newPassword, newPassword(services)),
  'POST /address/change': route('user', accountRequests.changeAddress, changeAddress(services), dear),
  'POST /address/confirm': route('user', accountRequests.confirmAddress, confirmAddress(services)),
  'POST /confirm': route('user', accountRequests.confirm, confirm(services)),
});

const secondFactorRoutes = (services: AccountServices): Readonly<Record<string, Route>> => ({
  'GET /second-factor': route('user', accountRequests.readSecondFactor, readSecondFactor(services)),
  'POST /second-factor': route('anyone', accountRequests.giveSecondFactor, giveSecondFactor(services)),
  'POST /second-factor/begin': route('user', accountRequests.beginSecondFactor, beginSecondFactor(services), dear),
  'POST /second-factor/turn-on': route('user', accountRequests.turnOnSecondFactor, turnOnSecondFactor(services), dear),
  'POST /second-factor/turn-off': route(
    'user',
    accountRequests.turnOffSecondFactor,
    turnOffSecondFactor(services),
    dear,
  ),
  'POST /second-factor/recovery': route('user', accountRequests.newRecoveryCodes, newRecoveryCodes(services), dear),
});

const providerRoutes = (services: AccountServices): Readonly<Record<string, Route>> => ({
  'POST /oidc/begin': route(
    'anyone',
    accountRequests.beginOidc,
    withProvider(services, (provider, call) => provider.begin(call, null)),
  ),
  'GET /oidc/callback': route(
    'anyone',
    accountRequests.finishOidc,
    withProvider(services, (provider, call) => provider.finish(call)),
  ),
  'POST /oidc/link': route(
    'user',
    accountRequests.beginOidc,
    withProvider(services, (provider, call) => provider.begin(call, linkFor(call))),
    dear,
  ),
  'POST /oidc/unlink': route(
    'user',
    accountRequests.unlinkOidc,
    withProvider(services, (provider, call) => provider.unlink(call)),
    dear,
  ),
  'GET /ways': route('user', accountRequests.readWays, readWays(services)),
});

const passkeyRoutes = (services: AccountServices): Readonly<Record<string, Route>> => ({
  'GET /passkeys': route('user', accountRequests.listPasskeys, listPasskeys(services)),
  'POST /passkeys/begin': route('user', accountRequests.beginPasskey, beginPasskey(services), dear),
  'POST /passkeys/make': route('user', accountRequests.makePasskey, makePasskey(services), dear),
  'POST /passkeys/delete': route('user', accountRequests.deletePasskey, deletePasskey(services), dear),
  'POST /passkeys/ask': route('anyone', accountRequests.beginPasskeySignIn, beginPasskeySignIn(services)),
  'POST /passkeys/sign-in': route('anyone', accountRequests.signInByPasskey, signInByPasskey(services)),
  'POST /passkeys/confirm': route('user', accountRequests.signInByPasskey, confirmByPasskey(services)),
});

type Options = AccountServices & {
  /** The origin that people type, for what better-auth makes of it. */
  publicUrl: string;
  allowedOrigins: ReadonlySet<string>;
  cookieName: string;
  /** Multiplies the limits; 0 switches them off. */
  rateLimitFactor: number;
  /** Called after every request that may have changed somebody's account or session. */
  onChange: () => void;
};

// Of these a request tells the truth or harms only itself; everything else a caller may have sent is left out.
const passedOn = ['origin', 'referer', 'user-agent', 'sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-dest'];
const longestHeader = 500;

const headersFor = (request: Request, address: string, cookieName: string): Headers => {
  const headers = new Headers({ [trustedHeaders.address]: address });
  for (const name of passedOn) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value.slice(0, longestHeader));
  }
  const session = sessionCookieIn(request.headers.get('cookie'), cookieName);
  if (session !== null) headers.set('cookie', `${cookieName}=${session}`);
  // Node's own fetch says `sec-fetch-mode: cors` although it is no browser, and better-auth then asks for an Origin.
  if (!['origin', 'referer', 'cookie', 'sec-fetch-site'].some((name) => headers.has(name)))
    for (const name of ['sec-fetch-mode', 'sec-fetch-dest']) headers.delete(name);
  return headers;
};

const consume = async (limiter: RateLimiterMemory | undefined, key: string): Promise<Response | null> => {
  try {
    await limiter?.consume(key);
    return null;
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return refuseSlowly(failure('rate_limited', 'too many requests', Math.ceil(refusal.msBeforeNext)));
  }
};

const limiterOf = (factor: number, points: number, duration: number) =>
  factor === 0 ? undefined : new RateLimiterMemory({ points: Math.max(1, Math.round(points * factor)), duration });

/** Body and query together; a body that is no object has no fields, and so what is needed is missing. */
const inputOf = async (
  request: Request,
  url: URL,
): Promise<{ ok: true; input: unknown } | { ok: false; answer: Response }> => {
  const query = Object.fromEntries(url.searchParams);
  if (request.method === 'GET') return { ok: true, input: query };
  const read = await readJson(request);
  if (!read.ok) return read;
  const isObject = typeof read.json === 'object' && read.json !== null && !Array.isArray(read.json);
  return { ok: true, input: isObject ? Object.assign({}, read.json, query) : read.json };
};

/** What a wrong field by pages. */
const reasonOf = (error: z.ZodError): string => {
  const field = String(error.issues[0]?.path[0] ?? 'body');
  const tooLong = error.issues[0]?.code === 'too_big';
  if (/password$/i.test(field) && tooLong) return 'PASSWORD_TOO_LONG';
  return `INVALID_${field.replaceAll(/[A-Z]/g, '_$&').toUpperCase()}`;
};

/**
 * Accounts and sessions over HTTP. What asks is parsed by a schema of ours before better-auth sees it.
 * @returns answers a request under `/api/auth`; its body must already be bounded
 * @throws (the answering) when the database cannot be asked, or better-auth fails
 */
export const createAccountRoutes = (options: Options): ((request: Request, caller: Caller) => Promise<Response>) => {
  const { auth, sessions, confirmations, publicUrl, allowedOrigins, cookieName, rateLimitFactor, onChange, security } =
    options;
  const routes = routesOf(options);
  const perAddress = limiterOf(rateLimitFactor, 200, 10);
  const changesPerPerson = limiterOf(rateLimitFactor, 60, 60);

  return async (request, { address }) => {
    const url = new URL(request.url);
    const key = `${request.method} ${url.pathname.slice(paths.auth.length)}`;
    const found = Object.hasOwn(routes, key) ? routes[key] : undefined;
    if (found === undefined || !url.pathname.startsWith(`${paths.auth}/`))
      return refuse('NOT_FOUND', failure('not_found', 'not found'));
    const slow = await consume(perAddress, addressGroup(address));
    if (slow) return slow;
    const changes = request.method !== 'GET';
    if (changes && isForeign(request.headers, allowedOrigins)) {
      security.refused('foreign_page', { address, origin: request.headers.get('origin')?.slice(0, longestHeader) });
      return refuse('INVALID_ORIGIN', failure('forbidden', 'origin: is not one of ALLOWED_ORIGINS'));
    }
    const headers = headersFor(request, address, cookieName);
    const cookie = headers.get('cookie');
    const identity = await sessions.byCookie(cookie);
    // What the quick check does not believe, better-auth does not get to see either.
    if (identity === null) headers.delete('cookie');
    const pageOf = request.headers.get(pageOfHeader);
    if (pageOf !== null && identity !== null && identity.me.id !== pageOf)
      return refuse('OTHER_PERSON', failure('conflict', 'the session is not of the person this page was made for'));
    if (found.access === 'user' && identity === null)
      return refuse('UNAUTHORIZED', failure('unauthenticated', 'sign in first'));
    const often = changes && identity ? await consume(changesPerPerson, identity.me.id) : null;
    if (often) return often;
    const given = await inputOf(request, url);
    if (!given.ok) return given.answer;
    const unconfirmed = found.dear && identity ? await confirmations.unconfirmed(identity.sessionId) : null;
    if (unconfirmed) return refuseUnconfirmed(unconfirmed);

    const waiting = () => sessions.waitingByCookie(cookie);
    const forward: AccountCall<unknown>['forward'] = (path, body, extra = {}) => {
      const sent = new Headers(headers);
      for (const [name, value] of Object.entries(extra)) sent.set(name, value);
      const to = `${publicUrl}${paths.auth}${path}`;
      if (body === undefined) return auth.handler(new Request(to, { headers: sent }));
      sent.set('content-type', 'application/json');
      return auth.handler(new Request(to, { method: 'POST', headers: sent, body: JSON.stringify(body) }));
    };
    const answer = await found.answer(given.input, {
      ...{ address, identity, waiting, forward },
      ...{ cookie: request.headers.get('cookie'), query: url.searchParams },
      userAgent: request.headers.get('user-agent') ?? '',
    });
    if (changes && answer.ok) onChange();
    return answer;
  };
};
