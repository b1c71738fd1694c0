import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { z } from 'zod';
import { type accountRequests, failure } from '../../../protocol/index.ts';
import { type AccountCall, ownerOf, refuse, refuseSlowly } from '../account-call.ts';
import type { AccountServices } from '../account-services.ts';
import { endFormerSession } from '../sign-in-result.ts';

type Requests = typeof accountRequests;
type Call<D extends keyof Requests> = AccountCall<z.output<Requests[D]>>;

const answer = (data: unknown, cookies: readonly string[] = []): Response => {
  const headers = new Headers({ 'cache-control': 'no-store' });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  return Response.json({ ok: true, data }, { headers });
};
const refused = () =>
  refuse('PASSKEY_REFUSED', failure('forbidden', 'response: not what was asked for, or of no key here'));

/** What the library cannot make sense of is thrown by it, and is the sender's fault. */
const unlessWrong = <T>(verifying: Promise<T>): Promise<T | null> => verifying.catch(() => null);

export const listPasskeys =
  ({ passkeys }: AccountServices) =>
  async (call: Call<'listPasskeys'>): Promise<Response> =>
    answer(await passkeys.list(ownerOf(call).me.id));

export const beginPasskey =
  ({ passkeys }: AccountServices) =>
  async (call: Call<'beginPasskey'>): Promise<Response> =>
    answer(await passkeys.beginMaking(ownerOf(call).me.id));

export const makePasskey =
  ({ passkeys, security }: AccountServices) =>
  async (call: Call<'makePasskey'>): Promise<Response> => {
    const { me } = ownerOf(call);
    const { address, input } = call;
    const response = input.response as unknown as RegistrationResponseJSON;
    const made = await unlessWrong(passkeys.make(me.id, { response, name: input.name, address }));
    if (!made) return refused();
    security.note('passkey_made', { address, userId: me.id });
    return answer(null);
  };

export const deletePasskey =
  ({ passkeys, security }: AccountServices) =>
  async (call: Call<'deletePasskey'>): Promise<Response> => {
    const { me } = ownerOf(call);
    const { address, input } = call;
    if (!(await passkeys.remove(me.id, input.passkeyId, address)))
      return refuse('NOT_FOUND', failure('not_found', 'not found'));
    security.note('passkey_ended', { address, userId: me.id });
    return answer(null);
  };

/** Who is signed in proves again who they are; everybody else signs in. */
export const beginPasskeySignIn =
  ({ passkeys }: AccountServices) =>
  async ({ identity }: Call<'beginPasskeySignIn'>): Promise<Response> =>
    answer(await passkeys.beginUsing(identity?.me.id ?? null));

const prove = async (
  { attempts, passkeys, security, frequentActs }: AccountServices,
  { address, input }: Call<'signInByPasskey'>,
  userId: string | null,
): Promise<{ userId: string } | Response> => {
  const attempt = await attempts.take({ address });
  if ('ok' in attempt) return refuseSlowly(attempt);
  const owner = await unlessWrong(passkeys.use(userId, input.response as unknown as AuthenticationResponseJSON));
  if (owner === null) {
    security.refused('passkey_refused', { address });
    await frequentActs.record({ actorId: userId, action: 'session.begin', address, refused: true });
    return refused();
  }
  await attempt.succeeded();
  return { userId: owner };
};

export const signInByPasskey =
  (services: AccountServices) =>
  async (call: Call<'signInByPasskey'>): Promise<Response> => {
    const { address, userAgent } = call;
    const proved = await prove(services, call, null);
    if (proved instanceof Response) return proved;
    const begun = await services.start.begin(proved.userId, { address, userAgent }, { bothFactors: true });
    if (begun === null) return refuse('BANNED_USER', failure('forbidden', 'this account is blocked'));
    await endFormerSession(services.database, call);
    services.security.note('signed_in', { address, userId: proved.userId, by: 'passkey' });
    await services.frequentActs.record({ actorId: proved.userId, action: 'session.begin', address });
    return answer(null, [begun.cookie]);
  };

/** Proves again that it is the owner of the session who asks. */
export const confirmByPasskey =
  (services: AccountServices) =>
  async (call: Call<'signInByPasskey'>): Promise<Response> => {
    const { me, sessionId } = ownerOf(call);
    const proved = await prove(services, call, me.id);
    if (proved instanceof Response) return proved;
    await services.confirmations.confirmed(sessionId);
    services.security.note('confirmed', { address: call.address, userId: me.id });
    return answer(null);
  };
