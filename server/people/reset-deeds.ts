import { hashPassword } from 'better-auth/crypto';
import type { z } from 'zod';
import { type accountRequests, failure } from '../../protocol/index.ts';
import { type AccountCall, refuse, refuseSlowly } from './account-call.ts';
import type { AccountServices } from './account-services.ts';
import { weakPassword } from './sign-up.ts';

type Requests = typeof accountRequests;
type Call<D extends keyof Requests> = AccountCall<z.output<Requests[D]>>;

const done = () => Response.json({ ok: true, data: null });

/** The answer is the same whether there is such an account or not. */
export const forgottenPassword =
  ({ attempts, resets, security }: AccountServices) =>
  async ({ address, input }: Call<'forgottenPassword'>): Promise<Response> => {
    if (!resets.canSend)
      return refuse('MAIL_OFF', failure('conflict', 'no mail is sent here; ask an admin for a link'));
    const attempt = await attempts.take({ account: `new password of ${input.email}`, address });
    if ('ok' in attempt) {
      security.refused('slowed_down', { address, account: security.mark(input.email) });
      return refuseSlowly(attempt);
    }
    await resets.ask(input.email, input.language);
    return done();
  };

const over = () => refuse('LINK_OVER', failure('not_found', 'token: unknown, used or over'));

/** A new password by a link; whoever guesses links is slowed down before anything is hashed. */
export const newPassword =
  ({ attempts, resets, security }: AccountServices) =>
  async ({ address, input }: Call<'newPassword'>): Promise<Response> => {
    const attempt = await attempts.take({ address });
    if ('ok' in attempt) return refuseSlowly(attempt);
    const owner = await resets.ownerOf(input.token);
    if (owner === null) {
      security.refused('reset_refused', { address });
      return over();
    }
    const weak = await weakPassword('newPassword', input.newPassword, owner);
    if (weak) return weak;
    const { endTokens } = input;
    const userId = await resets.use(input.token, await hashPassword(input.newPassword), { endTokens, address });
    if (userId === null) return over();
    await attempt.succeeded();
    security.note('password_reset', { address, userId, tokensEnded: endTokens });
    return done();
  };
