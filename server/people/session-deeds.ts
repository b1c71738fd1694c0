import type { z } from 'zod';
import type { accountRequests } from '../../protocol/index.ts';
import { type AccountCall, ownerOf, refuse, refuseSlowly } from './account-call.ts';
import type { AccountServices } from './account-services.ts';
import { endFormerSession, readUserId } from './sign-in-result.ts';
import { weakPassword } from './sign-up.ts';

type Requests = typeof accountRequests;
type Call<D extends keyof Requests> = AccountCall<z.output<Requests[D]>>;

const readEmail = 'select email from "user" where id = $1';
const endOthers = 'delete from session where user_id = $1 and id <> $2';
const endTokens = 'delete from apikey where reference_id = $1';

/** Signs in with e-mail and password; whoever guesses is slowed down before anything is hashed. */
export const signIn =
  ({ attempts, security, database }: AccountServices) =>
  async (call: Call<'signIn'>): Promise<Response> => {
    const { address, input, forward } = call;
    const account = security.mark(input.email);
    const attempt = await attempts.take({ account: input.email, address });
    if ('ok' in attempt) {
      security.refused('slowed_down', { address, account });
      return refuseSlowly(attempt);
    }
    const response = await forward('/sign-in/email', input);
    if (!response.ok) {
      security.refused('sign_in_refused', { address, account, status: response.status });
      return response;
    }
    await attempt.succeeded({ familiar: true });
    await endFormerSession(database, call);
    security.note('signed_in', { address, userId: await readUserId(response) });
    return response;
  };

/** Ends the session that it comes with, if there is one. */
export const signOut =
  ({ security }: AccountServices) =>
  async ({ address, identity, forward }: Call<'signOut'>): Promise<Response> => {
    const response = await forward('/sign-out', {});
    if (identity) security.note('signed_out', { address, userId: identity.me.id, sessionId: identity.sessionId });
    return response;
  };

/** Ends one session of one's own, or all others. */
export const endSessions =
  ({ security }: AccountServices, path: '/revoke-session' | '/revoke-other-sessions') =>
  async (call: AccountCall<object>): Promise<Response> => {
    const response = await call.forward(path, call.input);
    const { address } = call;
    if (response.ok) security.note('sessions_ended', { address, userId: ownerOf(call).me.id, which: path.slice(1) });
    return response;
  };

/** Changes the password; the session it was changed in goes on, all others end, and API tokens if one asks. */
export const changePassword =
  ({ attempts, security, database }: AccountServices) =>
  async (call: Call<'changePassword'>): Promise<Response> => {
    const { address, input, forward } = call;
    const { me, sessionId } = ownerOf(call);
    const { currentPassword, newPassword } = input;
    const [person] = await database.query<{ email: string }>('email_of', readEmail, [me.id]);
    const weak = await weakPassword('newPassword', newPassword, { name: me.name, email: person?.email });
    if (weak) return weak;
    const attempt = await attempts.take({ account: `password of ${me.id}`, address });
    if ('ok' in attempt) {
      security.refused('slowed_down', { address, userId: me.id });
      return refuseSlowly(attempt);
    }
    // better-auth would end this session, too, and begin another: the page would be signed out in the middle of it.
    const response = await forward('/change-password', { currentPassword, newPassword, revokeOtherSessions: false });
    if (!response.ok) {
      security.refused('password_refused', { address, userId: me.id });
      return response;
    }
    await attempt.succeeded();
    await database.query('sessions_end_others', endOthers, [me.id, sessionId]);
    if (input.endTokens) await database.query('tokens_end', endTokens, [me.id]);
    security.note('password_changed', { address, userId: me.id, tokensEnded: input.endTokens });
    return response;
  };

/** A new name; without one, nothing changes. */
export const updateUser =
  () =>
  async ({ input, forward }: Call<'updateUser'>): Promise<Response> =>
    input.name === undefined ? Response.json({ status: true }) : forward('/update-user', { name: input.name });

type Outcome = 'changed' | 'forbidden' | 'not_found' | 'last_admin';
const setRoleSql = 'select set_role($1, $2, $3) as outcome';

const refusals = {
  forbidden: ['FORBIDDEN', 'forbidden', 'for admins only'],
  not_found: ['NOT_FOUND', 'not_found', 'not found'],
  last_admin: ['LAST_ADMIN', 'conflict', 'role: nobody would be an admin any more'],
} as const;

/** Makes somebody an admin or a member; never takes the role from the last admin. */
export const setRole =
  ({ database, security }: AccountServices) =>
  async (call: Call<'setRole'>): Promise<Response> => {
    const { me } = ownerOf(call);
    const { userId, role } = call.input;
    const about = { address: call.address, userId: me.id, of: userId, role };
    const [row] = await database.query<{ outcome: Outcome }>('role_set', setRoleSql, [me.id, userId, role]);
    const outcome = row?.outcome ?? 'not_found';
    if (outcome === 'changed') {
      security.note('role_changed', about);
      return Response.json({ ok: true, data: { userId, role } });
    }
    security.refused('role_refused', { ...about, outcome });
    const [reason, code, message] = refusals[outcome];
    return refuse(reason, { ok: false, error: { code, message } });
  };
