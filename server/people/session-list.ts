import type { z } from 'zod';
import type { accountRequests } from '../../protocol/index.ts';
import { addressGroup } from '../engine/ops/address-group.ts';
import { type AccountCall, ownerOf } from './account-call.ts';
import type { AccountServices } from './account-services.ts';

const most = 200;

const read = `
  select s.id, s.token, s.created_at as "createdAt", s.used_at as "usedAt", s.expires_at as "expiresAt",
         s.user_agent as "userAgent", s.ip_address as "ipAddress"
  from session s where s.user_id = $1 and s.expires_at > now() order by s.created_at desc limit ${most}`;

type Row = { id: string; token: string; userAgent: string | null; ipAddress: string | null };

/** Where somebody is signed in: device, place in the network, last use. One that waits for its second step is none yet. */
export const listSessions =
  ({ database }: AccountServices) =>
  async (call: AccountCall<z.output<typeof accountRequests.listSessions>>): Promise<Response> => {
    const rows = await database.query<Row>('session_list', read, [ownerOf(call).me.id]);
    const sessions = rows.map((row) => ({ ...row, ipAddress: row.ipAddress ? addressGroup(row.ipAddress) : null }));
    return Response.json(sessions, { headers: { 'cache-control': 'no-store' } });
  };
