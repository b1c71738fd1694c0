import type { z } from 'zod';
import { type accountRequests, failure } from '../../protocol/index.ts';
import { type AccountCall, ownerOf, refuse, refuseSlowly } from './account-call.ts';
import type { AccountServices } from './account-services.ts';

type Requests = typeof accountRequests;
type Call<D extends keyof Requests> = AccountCall<z.output<Requests[D]>>;

const answer = (data: unknown) => Response.json({ ok: true, data }, { headers: { 'cache-control': 'no-store' } });
const wrongCode = () => refuse('INVALID_CODE', failure('forbidden', 'code: wrong, or used already'));

/** Guesses count as those at passwords do. @returns why it is not the person's code, or null */
export const proveCode = async (
  { attempts, secondFactors, security, frequentActs }: AccountServices,
  { address }: AccountCall<unknown>,
  { userId, sessionId, code }: { userId: string; sessionId: string; code: string },
): Promise<Response | null> => {
  const attempt = await attempts.take({ account: `second factor of ${userId}`, address });
  if ('ok' in attempt) {
    security.refused('slowed_down', { address, userId });
    return refuseSlowly(attempt);
  }
  if (!(await secondFactors.use({ userId, sessionId }, code))) {
    security.refused('second_factor_refused', { address, userId });
    const subject = { kind: 'person', id: userId };
    await frequentActs.record({ actorId: null, action: 'session.begin', subject, address, refused: true });
    return wrongCode();
  }
  await attempt.succeeded({ familiar: true });
  return null;
};

/** The second step of signing in: the session that waits begins. */
export const giveSecondFactor =
  (services: AccountServices) =>
  async (call: Call<'giveSecondFactor'>): Promise<Response> => {
    const waiting = await call.waiting();
    if (waiting === null) return refuse('SIGN_IN_AGAIN', failure('unauthenticated', 'sign in with the password first'));
    const unproven = await proveCode(services, call, { ...waiting, code: call.input.code });
    if (unproven) return unproven;
    const { address } = call;
    services.security.note('signed_in', { address, userId: waiting.userId, by: 'second factor' });
    await services.frequentActs.record({ actorId: waiting.userId, action: 'session.begin', address });
    return answer(null);
  };

export const readSecondFactor =
  ({ secondFactors }: AccountServices) =>
  async (call: Call<'readSecondFactor'>): Promise<Response> =>
    answer(await secondFactors.read(ownerOf(call).me.id));

/** Makes what a telephone reads. Nothing is asked for when signing in until the first code was right. */
export const beginSecondFactor =
  ({ secondFactors }: AccountServices) =>
  async (call: Call<'beginSecondFactor'>): Promise<Response> => {
    const begun = await secondFactors.begin(ownerOf(call).me.id);
    return begun ? answer(begun) : refuse('SECOND_FACTOR_ON', failure('conflict', 'there is a second factor already'));
  };

export const turnOnSecondFactor =
  ({ attempts, secondFactors, security }: AccountServices) =>
  async (call: Call<'turnOnSecondFactor'>): Promise<Response> => {
    const { me } = ownerOf(call);
    const about = { address: call.address, userId: me.id };
    const attempt = await attempts.take({ account: `second factor of ${me.id}`, address: call.address });
    if ('ok' in attempt) return refuseSlowly(attempt);
    const codes = await secondFactors.turnOn(me.id, call.input.code, call.address);
    if (codes === null) return wrongCode();
    await attempt.succeeded();
    security.note('second_factor_on', about);
    return answer({ codes });
  };

export const turnOffSecondFactor =
  ({ secondFactors, security }: AccountServices) =>
  async (call: Call<'turnOffSecondFactor'>): Promise<Response> => {
    const { me } = ownerOf(call);
    if (await secondFactors.turnOff(me.id, call.address))
      security.note('second_factor_off', { address: call.address, userId: me.id });
    return answer(null);
  };

export const newRecoveryCodes =
  ({ secondFactors, security }: AccountServices) =>
  async (call: Call<'newRecoveryCodes'>): Promise<Response> => {
    const { me } = ownerOf(call);
    const codes = await secondFactors.renewRecovery(me.id, call.address);
    if (codes === null) return refuse('SECOND_FACTOR_OFF', failure('conflict', 'there is no second factor'));
    security.note('recovery_codes_made', { address: call.address, userId: me.id });
    return answer({ codes });
  };
