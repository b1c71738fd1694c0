import { hashPassword } from 'better-auth/crypto';
import type { z } from 'zod';
import { type accountRequests, failure } from '../../protocol/index.ts';
import { fromAddress } from '../audit/index.ts';
import { type AccountCall, ownerOf, refuse, refuseSlowly } from './account-call.ts';
import type { AccountServices } from './account-services.ts';
import { hasSecondFactor } from './second-factors.ts';
import { endFormerSession, readUserId, waitingForSecondFactor } from './sign-in-result.ts';
import { weakPassword } from './sign-up.ts';

type Requests = typeof accountRequests;
type Call<D extends keyof Requests> = AccountCall<z.output<Requests[D]>>;

const readEmail = 'select email from "user" where id = $1';
const findByEmail = 'select id from "user" where email = $1';
const change = `select change_password($1, $2, $3, $4) as outcome from ${fromAddress('$5')}`;
const end = (which: string) => `
  with gone as (delete from session where user_id = $1 and ${which} returning id)
  select audit($1::uuid, 'session.end', 'person', $1::text, jsonb_build_object('sessions', count(*)), $3)
  from gone having count(*) > 0`;
const endOwn = end('id = $2');
const endNamed = end('token = $2');
const endOthers = end('id <> $2');

/** Records that somebody was not let in. Whose account was tried is known to whoever reads it, and to nobody else. */
const recordRefused = async (
  { database, frequentActs }: AccountServices,
  { address, input: { email } }: Call<'signIn'>,
  reason: { slowed: true } | { status: number },
): Promise<void> => {
  const [person] = await database.query<{ id: string }>('account_of_email', findByEmail, [email]);
  const subject = person && { kind: 'person', id: person.id };
  await frequentActs.record({
    actorId: null,
    action: 'session.begin',
    subject,
    detail: reason,
    address,
    refused: true,
  });
};

/** Signs in with e-mail and password; whoever guesses is slowed down before anything is hashed. */
export const signIn =
  (services: AccountServices) =>
  async (call: Call<'signIn'>): Promise<Response> => {
    const { attempts, security, database, frequentActs } = services;
    const { address, input, forward } = call;
    const account = security.mark(input.email);
    const attempt = await attempts.take({ account: input.email, address });
    if ('ok' in attempt) {
      security.refused('slowed_down', { address, account });
      await recordRefused(services, call, { slowed: true });
      return refuseSlowly(attempt);
    }
    const response = await forward('/sign-in/email', input);
    if (!response.ok) {
      security.refused('sign_in_refused', { address, account, status: response.status });
      await recordRefused(services, call, { status: response.status });
      return response;
    }
    await attempt.succeeded({ familiar: true });
    await endFormerSession(database, call);
    const userId = await readUserId(response);
    const isWaiting = userId !== undefined && (await hasSecondFactor(database, userId));
    security.note(isWaiting ? 'second_factor_due' : 'signed_in', { address, userId });
    if (isWaiting) return waitingForSecondFactor(response);
    await frequentActs.record({ actorId: userId ?? null, action: 'session.begin', address });
    return response;
  };

/** Ends the session that it comes with, if there is one. */
export const signOut =
  ({ security, database }: AccountServices) =>
  async ({ address, identity, forward }: Call<'signOut'>): Promise<Response> => {
    if (identity) await database.query('session_end_own', endOwn, [identity.me.id, identity.sessionId, address]);
    // What is left to better-auth is the cookie.
    const response = await forward('/sign-out', {});
    if (identity) security.note('signed_out', { address, userId: identity.me.id, sessionId: identity.sessionId });
    return response;
  };

/** Ends one session of one's own. */
export const endSession =
  ({ security, database }: AccountServices) =>
  async (call: Call<'revokeSession'>): Promise<Response> => {
    const { me } = ownerOf(call);
    const { address } = call;
    await database.query('session_end_named', endNamed, [me.id, call.input.token, address]);
    security.note('sessions_ended', { address, userId: me.id, which: 'one' });
    return Response.json({ status: true });
  };

/** Ends all other sessions of one's own. */
export const endOtherSessions =
  ({ security, database }: AccountServices) =>
  async (call: Call<'revokeOtherSessions'>): Promise<Response> => {
    const { me, sessionId } = ownerOf(call);
    const { address } = call;
    await database.query('sessions_end_others', endOthers, [me.id, sessionId, address]);
    security.note('sessions_ended', { address, userId: me.id, which: 'others' });
    return Response.json({ status: true });
  };

/** Changes the password; the session it was changed in goes on, all others end, and API tokens if one asks. */
export const changePassword =
  ({ attempts, security, database, frequentActs }: AccountServices) =>
  async (call: Call<'changePassword'>): Promise<Response> => {
    const { address, input, forward } = call;
    const { me, sessionId } = ownerOf(call);
    const { currentPassword, newPassword, endTokens } = input;
    const [person] = await database.query<{ email: string }>('email_of', readEmail, [me.id]);
    const weak = await weakPassword('newPassword', newPassword, { name: me.name, email: person?.email });
    if (weak) return weak;
    const attempt = await attempts.take({ account: `password of ${me.id}`, address });
    if ('ok' in attempt) {
      security.refused('slowed_down', { address, userId: me.id });
      return refuseSlowly(attempt);
    }
    const response = await forward('/verify-password', { password: currentPassword });
    if (!response.ok) {
      security.refused('password_refused', { address, userId: me.id });
      await frequentActs.record({ actorId: me.id, action: 'account.password', address, refused: true });
      return response;
    }
    await attempt.succeeded();
    const values = [me.id, sessionId, await hashPassword(newPassword), endTokens, address];
    const [row] = await database.query<{ outcome: 'changed' | 'ended' }>('password_change', change, values);
    if (row?.outcome !== 'changed') return refuse('UNAUTHORIZED', failure('unauthenticated', 'sign in first'));
    security.note('password_changed', { address, userId: me.id, tokensEnded: endTokens });
    return Response.json({ status: true });
  };

/** A new name; without one, nothing changes. */
export const updateUser =
  () =>
  async ({ input, forward }: Call<'updateUser'>): Promise<Response> =>
    input.name === undefined ? Response.json({ status: true }) : forward('/update-user', { name: input.name });
