import { type Data, limits, type Payload } from '../../protocol/index.ts';
import { fromStart } from '../engine/log/page.ts';
import type { Database } from '../engine/store/database.ts';
import { conditions, type Filter, filterValues } from './filter.ts';
import { type RejectionRow, rejectionColumns, toRejection } from './rejection-row.ts';
import { feedId } from './ticket-log.ts';

const every = Object.values(conditions).join(' and ');

/** The ways through the feed from the newest down, each along an index; what it does not answer is filtered on the way. */
const walks = {
  assignee: { column: 'r.assignee_id', place: 4 },
  reason: { column: 'r.reason_code', place: 1 },
  state: { column: 'r.state', place: 3 },
  all: null,
} as const;
type Walk = keyof typeof walks;

const walkFor = ({ assigneeId, reasonCode, state }: Filter): Walk => {
  if (assigneeId !== undefined && assigneeId !== 'nobody') return 'assignee';
  if (reasonCode !== undefined) return 'reason';
  return state === undefined ? 'all' : 'state';
};

const columns = rejectionColumns('r');
const most = limits.ticketsSearched;
// One row more than the page tells whether there is another; head and rows are of one moment, so changes can be followed
// from there without a gap.
const page = (floor: string, walked: string, order: string, from = 'rejection') => `
  select f.last_version as head, f.last_seq - f.closed as open, w.seq as floor, w.received_at as floor_at, p.*
  from log f
  left join lateral (select r.seq, r.received_at from rejection r where r.seq = ${floor}) w on true
  left join lateral (
    select ${columns} from ${from} r where ${walked} and ${every}
    order by ${order} limit $11
  ) p on true
  where f.id = '${feedId}'
  order by p.seq desc`;

const inPlace = 'r.seq < $10 and r.seq >= coalesce(w.seq, 0)';

const pageAlong = (walk: Walk) => {
  const along = walks[walk];
  // Places in the feed have no gaps.
  if (along === null) return page(`least($10, f.last_seq + 1) - ${most}`, inPlace, 'r.seq desc');
  const values = (['state', 'reason', 'assignee'] as const).map((name) =>
    name === walk ? `$${walks[name].place}` : 'null',
  );
  // Both columns together, in bounds and order: only the index of both answers that. By "= and seq <" the plan for a state
  // that hardly any has would walk along all, because most have another one.
  const [both, value] = [`(${along.column}, r.seq)`, `$${along.place}`];
  const walked = `${along.column} is not null and ${both} < (${value}, $10) and ${both} >= (${value}, coalesce(w.seq, 0))`;
  // In a select of its own: else it would be worked out for the plan as well.
  return page(`(select ticket_floor(${values.join(', ')}, $10, ${most}))`, walked, `${along.column} desc, r.seq desc`);
};
// "offset 0" keeps the plan from walking along another index.
const ofSpan = `(select ${columns} from rejection r where r.occurred_at > $7 and r.occurred_at < $8 offset 0)`;
const pageOfSpan = page('null', inPlace, 'r.seq desc', ofSpan);

const spanSize = `
  select count(*)::int as count from (
    select from rejection r where r.occurred_at > $1 and r.occurred_at < $2 limit ${most + 1}
  ) r`;

const knownBy = `select ${columns} from tickets_known_by($10, $11) r where ${every}`;
const mostKnown = 20;

const end = Number.MAX_SAFE_INTEGER;

type Found = { head: string; open: string; floor: string | null; floor_at: Date | null } & (
  | { id: null }
  | RejectionRow
);
type Page = Data<'ticket:list'>;
type Ask = { database: Database; values: unknown[]; payload: Payload<'ticket:list'> };

/**
 * One page of the feed, the last received first, and the feed's version at the moment it was read. The work is bounded:
 * where no index answers the filter, the page may end before it is full, and says how far it looked. It also ends where its
 * entries are long, and another one follows.
 * @param actorId who is `me`
 */
export const readPage = async (database: Database, actorId: string, payload: Payload<'ticket:list'>): Promise<Page> => {
  const ask = { database, values: filterValues(actorId, payload), payload };
  const walk = walkFor(payload);
  const sought = payload.before === undefined ? payload.text : undefined;
  const most = sought === undefined ? limits.pageBytes : limits.pageBytes / 2;
  const found = (await isShortSpan(database, payload))
    ? await readOne('ticket_list_span', pageOfSpan, { ...ask, values: spanValues(ask) }, most)
    : await readOne(`ticket_list_${walk}`, pageAlong(walk), ask, most);
  return sought === undefined ? found : withKnown(found, fromStart(await readKnown(ask, sought), most));
};

// An index by time answers a span only as a whole: it is not in the order of the feed.
const isShortSpan = async (database: Database, { occurredAfter, occurredBefore }: Filter): Promise<boolean> => {
  if (occurredAfter === undefined && occurredBefore === undefined) return false;
  const rows = await database.query<{ count: number }>(
    'ticket_span_size',
    spanSize,
    span({ occurredAfter, occurredBefore }),
  );
  return (rows[0]?.count ?? 0) <= limits.ticketsSearched;
};

const span = ({ occurredAfter, occurredBefore }: Pick<Filter, 'occurredAfter' | 'occurredBefore'>) => [
  occurredAfter ?? '-infinity',
  occurredBefore ?? 'infinity',
];

const spanValues = ({ values, payload }: Ask) => {
  const [after, before] = span(payload);
  return values.map((value, place) => (place === 6 ? after : place === 7 ? before : value));
};

const readOne = async (
  name: string,
  text: string,
  { database, values, payload }: Ask,
  bytes: number,
): Promise<Page> => {
  const rows = await database.query<Found>(name, text, [...values, payload.before ?? end, payload.limit + 1]);
  const found = rows.flatMap((row) => (row.id === null ? [] : [toRejection(row)]));
  const rejections = fromStart(found.slice(0, payload.limit), bytes);
  const isFull = rejections.length < found.length;
  const floor = isFull ? null : (rows[0]?.floor_at ?? null);
  const next = isFull ? rejections.at(-1)?.seq : (rows[0]?.floor ?? undefined);
  return {
    rejections,
    version: Number(rows[0]?.head ?? 0),
    open: Number(rows[0]?.open ?? 0),
    hasMore: next !== undefined,
    next: next === undefined ? null : Number(next),
    searchedTo: floor?.toISOString() ?? null,
  };
};

const readKnown = async ({ database, values }: Ask, text: string) => {
  const others = [...values];
  others[8] = null;
  const rows = await database.query<RejectionRow>('ticket_list_known', knownBy, [...others, text, mostKnown]);
  return rows.map(toRejection);
};

/** A ticket that is sought by its id is found however long ago it came. */
const withKnown = (page: Page, known: Page['rejections']): Page => {
  const ids = new Set(page.rejections.map(({ id }) => id));
  const added = known.filter(({ id }) => !ids.has(id));
  return { ...page, rejections: [...page.rejections, ...added].sort((a, b) => b.seq - a.seq) };
};
