import type { z } from 'zod';
import type { accountRequests, Failure } from '../../protocol/index.ts';
import { type AccountCall, ownerOf, refuse, refuseSlowly } from './account-call.ts';
import type { AccountServices } from './account-services.ts';
import { proveCode } from './second-factor-deeds.ts';

/** Pages of before contract 7 know this word, and ask for the password themselves. */
export const refuseUnconfirmed = (refusal: Failure): Response => refuse('PASSWORD_NEEDED', refusal);

/** @returns why a password does not prove that it is its owner who asks, or null, and then the session is confirmed */
export const provePassword = async (
  { attempts, confirmations, security }: AccountServices,
  call: AccountCall<unknown>,
  password: string,
): Promise<Response | null> => {
  const { me, sessionId } = ownerOf(call);
  const about = { address: call.address, userId: me.id };
  const attempt = await attempts.take({ account: `password of ${me.id}`, address: call.address });
  if ('ok' in attempt) return refuseSlowly(attempt);
  const response = await call.forward('/verify-password', { password });
  if (!response.ok) {
    security.refused('password_refused', about);
    return response;
  }
  await attempt.succeeded();
  await confirmations.confirmed(sessionId);
  security.note('confirmed', about);
  return null;
};

/** Proves again that it is the owner of the session who asks. */
export const confirm =
  (services: AccountServices) =>
  async (call: AccountCall<z.output<typeof accountRequests.confirm>>): Promise<Response> => {
    const { me, sessionId } = ownerOf(call);
    const { input } = call;
    const unproven =
      'password' in input
        ? await provePassword(services, call, input.password)
        : await proveCode(services, call, { userId: me.id, sessionId, code: input.code });
    return unproven ?? Response.json({ ok: true, data: null });
  };
