import type { Payload, Rejection } from '../../protocol/index.ts';
import { type RejectionRow, rejectionColumns, toRejection } from '../log/rejection-row.ts';
import type { Database } from '../store/database.ts';

// One statement for every combination of filters: a filter that is not given is null. One row more than the page tells
// whether there is another; head and rows are of one moment, so changes can be followed from there without a gap.
const list = `
  select f.last_version as head, p.*
  from feed f
  left join lateral (
    select ${rejectionColumns('r')} from rejection r
    where ($1::bigint is null or r.seq < $1)
      and ($2::text is null or r.reason_code = $2)
      and ($3::text is null or r.priority = $3)
      and ($4::text is null or r.state = $4)
      and ($5::uuid is null or r.assignee_id = $5)
      and ($6::text is null or r.source = $6)
      and ($7::timestamptz is null or r.occurred_at > $7)
      and ($8::timestamptz is null or r.occurred_at < $8)
      and ($9::text is null or r.title ilike $9 or r.ticket_id ilike $9 or r.reason ilike $9)
    order by r.seq desc limit $10
  ) p on true
  where f.name = 'tickets'
  order by p.seq desc`;

const head = `
  select last_version, (select count(*) from rejection where state = 'open') as open
  from feed where name = 'tickets'`;

type ListRow = { head: string } & ({ id: null } | RejectionRow);

/** A page of the feed, newest first, and the feed's version at the moment it was read. */
export type Page = { rejections: Rejection[]; version: number; hasMore: boolean };

/** Reads one page; `payload.before` is the place to go on from, so a page costs the same wherever it is. */
export const readPage = async (database: Database, payload: Payload<'ticket:list'>): Promise<Page> => {
  const rows = await database.query<ListRow>('ticket_list', list, [
    payload.before ?? null,
    payload.reasonCode ?? null,
    payload.priority ?? null,
    payload.state ?? null,
    payload.assigneeId ?? null,
    payload.source ?? null,
    payload.occurredAfter ?? null,
    payload.occurredBefore ?? null,
    payload.text === undefined ? null : containing(payload.text),
    payload.limit + 1,
  ]);
  const found = rows.flatMap((row) => (row.id === null ? [] : [toRejection(row)]));
  return {
    rejections: found.slice(0, payload.limit),
    version: Number(rows[0]?.head ?? 0),
    hasMore: found.length > payload.limit,
  };
};

/** @returns the feed's version and how many rejections nobody has dealt with */
export const readHead = async (database: Database): Promise<{ version: number; open: number }> => {
  const rows = await database.query<{ last_version: string; open: string }>('ticket_head', head, []);
  return { version: Number(rows[0]?.last_version ?? 0), open: Number(rows[0]?.open ?? 0) };
};

const containing = (text: string) => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
