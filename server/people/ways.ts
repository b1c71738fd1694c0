import type { z } from 'zod';
import type { accountRequests } from '../../protocol/index.ts';
import { type AccountCall, ownerOf } from './account-call.ts';
import type { AccountServices } from './account-services.ts';

const hasPassword = 'select exists (select 1 from account where user_id = $1 and password is not null) as found';

/** By which ways one gets into one's own account. */
export const readWays =
  ({ database, singleSignOn, providerName }: AccountServices) =>
  async (call: AccountCall<z.output<typeof accountRequests.readWays>>): Promise<Response> => {
    const { me } = ownerOf(call);
    const [row] = await database.query<{ found: boolean }>('password_is_set', hasPassword, [me.id]);
    const provider = singleSignOn && { name: providerName, linked: await singleSignOn.isLinked(me.id) };
    const data = { password: row?.found === true, provider };
    return Response.json({ ok: true, data }, { headers: { 'cache-control': 'no-store' } });
  };
