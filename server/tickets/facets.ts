import { type Data, limits } from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';
import { conditions, type Filter, filterValues } from './filter.ts';
import { feedId } from './ticket-log.ts';

const fields = {
  reasonCode: 'reason_code',
  priority: 'priority',
  state: 'state',
  source: 'source',
  assigneeId: 'assignee_id',
} as const;
type Field = keyof typeof fields;
const names = Object.keys(fields) as Field[];

const counted = (field: Field) => `
  (select '${field}' as field, coalesce(${fields[field]}::text, 'nobody') as value, count(*)::int as count from w
   where passes_others and ${names
     .filter((name) => name !== field)
     .map((name) => `passes_${name}`)
     .join(' and ')}
   group by 2 order by 3 desc, 2 limit ${limits.ticketReasons})`;

// How many of each value there are among the newest, under the filters of the other fields.
const read = `
  with w as materialized (
    select ${Object.values(fields)
      .map((column) => `r.${column}`)
      .join(', ')}, r.received_at,
      ${names.map((name) => `${conditions[name]} as passes_${name}`).join(', ')},
      ${conditions.occurred} and ${conditions.text} as passes_others
    from log f join rejection r on r.seq > f.last_seq - ${limits.ticketsSearched} where f.id = '${feedId}'
  )
  select f.last_version as head, (select min(w.received_at) from w having count(*) = ${limits.ticketsSearched}) as since, c.*
  from log f left join (${names.map(counted).join(' union all ')}) c on true
  where f.id = '${feedId}' order by c.count desc, c.value`;

// Every code there is, one step of the index for each.
const codes = `
  with recursive c (code) as (
    (select r.reason_code from rejection r order by r.reason_code limit 1)
    union all
    select (select r.reason_code from rejection r where r.reason_code > c.code order by r.reason_code limit 1)
    from c where c.code is not null
  )
  select code from c where code is not null limit $1`;

type Row = { head: string; since: Date | null; field: Field | null; value: string; count: number };
type Facets = Data<'ticket:facets'>;

/**
 * For each field the values one may choose, with how many of the newest rejections have them.
 * @param actorId who is `me`
 */
export const readFacets = async (database: Database, actorId: string, filter: Filter): Promise<Facets> => {
  const [rows, known] = await Promise.all([
    database.query<Row>('ticket_facets', read, filterValues(actorId, filter)),
    database.query<{ code: string }>('ticket_reasons', codes, [limits.ticketReasons]),
  ]);
  const of = (field: Field) => rows.filter((row) => row.field === field).map(({ value, count }) => ({ value, count }));
  const reasons = of('reasonCode');
  const listed = new Set(reasons.map(({ value }) => value));
  const others = known.filter(({ code }) => !listed.has(code)).map(({ code }) => ({ value: code, count: 0 }));
  return {
    version: Number(rows[0]?.head ?? 0),
    since: rows[0]?.since?.toISOString() ?? null,
    reasonCode: [...reasons, ...others].slice(0, limits.ticketReasons),
    priority: of('priority'),
    state: of('state'),
    source: of('source'),
    assigneeId: of('assigneeId'),
  };
};
