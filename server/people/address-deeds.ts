import type { z } from 'zod';
import { type accountRequests, failure } from '../../protocol/index.ts';
import { type AccountCall, ownerOf, refuse, refuseSlowly } from './account-call.ts';
import type { AccountServices } from './account-services.ts';

type Requests = typeof accountRequests;
type Call<D extends keyof Requests> = AccountCall<z.output<Requests[D]>>;

const done = () => Response.json({ ok: true, data: null });

const tooMany = () =>
  refuse('TOO_MANY_LETTERS', failure('conflict', 'email: too many letters to this address, or by you'));

/** Has a letter sent to the address that one’s account is to have. Until its link is followed, nothing changes. */
export const changeAddress =
  ({ attempts, claims, security }: AccountServices) =>
  async (call: Call<'changeAddress'>): Promise<Response> => {
    const { me } = ownerOf(call);
    const { address, input } = call;
    if (!claims.canSend) return refuse('MAIL_OFF', failure('conflict', 'no mail is sent here'));
    const attempt = await attempts.take({ account: `letter to ${input.email}`, address });
    if ('ok' in attempt) {
      security.refused('slowed_down', { address, userId: me.id });
      return refuseSlowly(attempt);
    }
    return (await claims.ask(me, input.email, input.language)) ? done() : tooMany();
  };

/** Gives one’s account the address whose letter one got; the one before is told. */
export const confirmAddress =
  ({ attempts, claims, security }: AccountServices) =>
  async (call: Call<'confirmAddress'>): Promise<Response> => {
    const { me } = ownerOf(call);
    const { address, input } = call;
    const attempt = await attempts.take({ address });
    if ('ok' in attempt) return refuseSlowly(attempt);
    switch (await claims.prove({ id: me.id, address }, input.token, input.language)) {
      case 'changed':
        await attempt.succeeded();
        security.note('address_changed', { address, userId: me.id });
        return done();
      case 'taken':
        return refuse('USER_ALREADY_EXISTS', failure('conflict', 'email: there is an account with this address'));
      case 'too_many_mails':
        return tooMany();
      case 'over':
        return refuse('LINK_OVER', failure('not_found', 'token: unknown, used, over or of another account'));
    }
  };
