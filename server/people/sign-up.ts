import { hashPassword } from 'better-auth/crypto';
import type { z } from 'zod';
import { type accountRequests, failure, type PasswordOwner, passwordWeakness } from '../../protocol/index.ts';
import { type AccountCall, refuse, refuseSlowly } from './account-call.ts';
import type { AccountServices } from './account-services.ts';
import type { Refused } from './admission.ts';
import { isCommonPassword } from './common-passwords.ts';
import { endFormerSession } from './sign-in-result.ts';

const weaknesses = {
  short: ['PASSWORD_TOO_SHORT', 'shorter than 8 characters'],
  long: ['PASSWORD_TOO_LONG', 'longer than 128 characters'],
  repeated: ['PASSWORD_REPEATED', 'one character over and over, or nothing but blanks'],
  personal: ['PASSWORD_PERSONAL', 'the name or e-mail address itself'],
  common: ['PASSWORD_COMMON', 'one of those that everybody tries first'],
} as const;

/** @returns why a new password is refused, or null */
export const weakPassword = async (field: string, password: string, owner: PasswordOwner): Promise<Response | null> => {
  const weakness = passwordWeakness(password, owner) ?? ((await isCommonPassword(password)) ? 'common' : null);
  if (weakness === null) return null;
  const [reason, message] = weaknesses[weakness];
  return refuse(reason, failure('invalid', `${field}: ${message}`));
};

type Requests = typeof accountRequests;
type Call<D extends keyof Requests> = AccountCall<z.output<Requests[D]>>;

const recordRefused = async (
  { security, frequentActs }: AccountServices,
  { address }: AccountCall<unknown>,
  { reason, refusal }: Refused,
): Promise<Response> => {
  security.refused('sign_up_refused', { address, reason });
  await frequentActs.record({
    ...{ actorId: null, action: 'account.create', detail: { reason }, address, refused: true },
  });
  return refuse(reason, refusal);
};

const taken = () =>
  refuse(
    'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL',
    failure('conflict', 'email: there is an account with this address'),
    422,
  );

/** Makes an account for whom the rules let in, and signs them in. */
export const signUp =
  (services: AccountServices) =>
  async (call: Call<'signUp'>): Promise<Response> => {
    const { admission, newcomers, start, security, database } = services;
    const { address, userAgent } = call;
    const { code, invitation, confirmation, password, name, email } = call.input;
    const weak = await weakPassword('password', password, { name, email });
    if (weak) return weak;
    let hash: string | null = null;
    // Once more when something was taken a moment before (the first account, an invitation): the rules then say which.
    for (const _ of ['first', 'once more']) {
      const admitted = await admission.admit({ code, invitation, confirmation, email, isProved: false }, address);
      if (!admitted.ok) return recordRefused(services, call, admitted);
      hash ??= await hashPassword(password);
      const way = { provider: 'credential', hash } as const;
      const made = await newcomers.make(
        { ...{ name, email, way, address }, isProved: false, ticket: admitted.ticket },
        (transaction, userId) => start.begin(userId, { address, userAgent }, { within: transaction }),
      );
      if (made.outcome === 'taken') return taken();
      if (made.outcome !== 'made') continue;
      const { userId, more: begun } = made;
      if (begun === null) throw new Error('an account was made, and no session of it');
      security.note('signed_up', { address, userId, by: admitted.ticket });
      await endFormerSession(database, call);
      const headers = { 'cache-control': 'no-store', 'set-cookie': begun.cookie };
      return Response.json({ ok: true, data: null, user: { id: userId, name, email } }, { headers });
    }
    return refuse('TRY_AGAIN', failure('unavailable', 'others came at the same moment: try again', 1_000));
  };

/** Has a letter sent with which a newcomer of one of the domains makes an account. */
export const askToSignUp =
  (services: AccountServices) =>
  async (call: Call<'askToSignUp'>): Promise<Response> => {
    const { admission, attempts, claims, security } = services;
    const { address, input } = call;
    const refused = await admission.refusalOf(input.email);
    if (refused) return recordRefused(services, call, refused);
    const attempt = await attempts.take({ account: `letter to ${input.email}`, address });
    if ('ok' in attempt) {
      security.refused('slowed_down', { address, account: security.mark(input.email) });
      return refuseSlowly(attempt);
    }
    await claims.askAsNewcomer(input.email, input.language);
    return Response.json({ ok: true, data: null });
  };

/** Says whose address a link proves, to the page that it leads to. */
export const readConfirmation =
  ({ attempts, claims }: AccountServices) =>
  async ({ address, input }: Call<'readConfirmation'>): Promise<Response> => {
    const attempt = await attempts.take({ address });
    if ('ok' in attempt) return refuseSlowly(attempt);
    const claim = await claims.ofNewcomer(input.confirmation);
    if (claim === null) return refuse('LINK_OVER', failure('not_found', 'confirmation: unknown, used or over'));
    await attempt.succeeded();
    return Response.json({ ok: true, data: { email: claim.email } }, { headers: { 'cache-control': 'no-store' } });
  };
