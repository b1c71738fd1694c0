import { hasAccess, limits } from '../../protocol/index.ts';
import type { LogKind } from '../engine/log/kinds.ts';
import { readRejectionChanges } from './rejection-changes.ts';
import { feedId, ticketLog } from './ticket-log.ts';

/** The log of rejected tickets, for whoever works them. */
export const feedLog: LogKind = {
  name: 'feed',
  prefix: 'feed:',
  roomPrefix: 'feed:',
  channel: 'tickets',
  event: 'tickets',
  field: 'rejections',
  subject: () => '',
  heardBy: ({ role }) => (hasAccess('handler', role) ? [feedId] : []),
  read: async (database, after) => {
    const batches = [...after.values()].map((version) =>
      readRejectionChanges(database, version, limits.ticketChangesPage),
    );
    return (await Promise.all(batches)).flatMap((batch) => batch ?? []);
  },
  // "offset 0", or the newest version is looked for from the end: through all of them, where nothing has changed.
  moved: `
    select '${ticketLog}' as log, max(r.version)::text as version
    from (select version from rejection where xid >= $1::text::xid8 and xid < $2::text::xid8 offset 0) r
    having max(r.version) is not null`,
  others: `
    select w.number::int from unnest($1::uuid[], $2::bigint[], $3::uuid[]) with ordinality w (log, seq, id, number)
    cross join lateral (select r.id from rejection r where r.seq = w.seq limit 1) r
    where r.id <> w.id`,
};
