import { type AuditEntry, type AuditFilter, type Data, limits, type Payload } from '../../protocol/index.ts';
import { fromStart } from '../engine/log/page.ts';
import type { Database } from '../engine/store/database.ts';

const columns = 'seq, at, actor_id, action, subject_kind, subject_id, address, detail, refused';
const most = limits.auditSearched;

/** The ways from the latest entry down, each along an index: by the column and what is sought in it. */
const walks = {
  subject: { column: 'subject_id', field: 'subjectId' },
  actor: { column: 'actor_id', field: 'actorId' },
  action: { column: 'action', field: 'action' },
  all: null,
} as const;
type Walk = keyof typeof walks;

const walkFor = ({ subjectId, actorId, action }: AuditFilter): Walk => {
  if (subjectId !== undefined) return 'subject';
  if (actorId !== undefined) return 'actor';
  return action === undefined ? 'all' : 'action';
};

// $1: before which entry, $2: from which on, $3: what is sought. Both columns together, in bounds and order: only the index of both
// answers that.
const walked = (walk: Walk): string => {
  const along = walks[walk];
  if (along === null) return 'seq < $1 and seq >= $2 order by seq desc';
  const both = `(${along.column}, seq)`;
  return `${both} < ($3, $1::bigint) and ${both} >= ($3, $2::bigint) order by ${along.column} desc, seq desc`;
};

const asUuid = `case when pg_input_is_valid(e.subject_id, 'uuid') then e.subject_id::uuid end`;
const named = (table: string): string => `(select s.name from ${table} s where s.id = ${asUuid})`;
// Of what leaves nothing behind when it ends, the first entry keeps the name that it was made with. There is one, if only this one:
// the bound from below is never passed.
const madeAs = `(
  select f.detail ->> 'name' from audit_entry f
  where (f.subject_id, f.seq) >= (e.subject_id, 0) order by f.subject_id, f.seq limit 1)`;
const names = `
  (select u.name from "user" u where u.id = e.actor_id) as actor_name,
  case
    when e.subject_kind in ('person', 'bot') then ${named('"user"')}
    when e.subject_kind = 'room' then ${named('conversation')}
    when e.subject_kind = 'source' then (select s.name from source s where s.key = e.subject_id)
    when e.subject_kind = 'token' then coalesce(${named('apikey')}, ${madeAs})
    when e.subject_kind = 'hook' then coalesce(${named('hook')}, ${madeAs})
  end as subject_name`;

/** `all` has nothing that is sought, and so one parameter less. */
const page = (walk: Walk): string => {
  const [actor, action, refused, limit] = walk === 'all' ? ['$3', '$4', '$5', '$6'] : ['$4', '$5', '$6', '$7'];
  return `
  select e.*, ${names} from (select ${columns} from audit_entry where ${walked(walk)} limit ${most}) e
  where (${actor}::uuid is null or e.actor_id = ${actor}) and (${action}::text is null or e.action = ${action})
    and (${refused}::boolean is null or e.refused = ${refused})
  limit ${limit}`;
};
/** How far a page looked that is not full. */
const floor = (walk: Walk): string => `select seq from audit_entry where ${walked(walk)} limit 1 offset ${most - 1}`;

// Entries go forward in time as they do in number.
const span = `
  select (select seq from audit_entry where at >= $1 order by at, seq limit 1) as first,
         (select seq from audit_entry where at > $2 order by at, seq limit 1) as beyond`;

type Row = {
  seq: string;
  at: Date;
  actor_id: string | null;
  actor_name: string | null;
  action: string;
  subject_kind: string | null;
  subject_id: string | null;
  subject_name: string | null;
  address: string | null;
  detail: Record<string, unknown>;
  refused: boolean;
};

const toEntry = (row: Row): AuditEntry => ({
  seq: Number(row.seq),
  at: row.at.toISOString(),
  actor: row.actor_id === null ? null : { id: row.actor_id, name: row.actor_name },
  action: row.action,
  subject:
    row.subject_kind === null || row.subject_id === null
      ? null
      : { kind: row.subject_kind, id: row.subject_id, name: row.subject_name },
  ...{ address: row.address, detail: row.detail, refused: row.refused },
});

const end = Number.MAX_SAFE_INTEGER;

/** @returns the numbers between which a span of time lies: from the first on, before the second */
export const readSpan = async (
  database: Pick<Database, 'query'>,
  { after, before }: Pick<AuditFilter, 'after' | 'before'>,
): Promise<[first: number, beyond: number]> => {
  if (after === undefined && before === undefined) return [0, end];
  const [row] = await database.query<{ first: string | null; beyond: string | null }>('audit_span', span, [
    after ?? '-infinity',
    before ?? 'infinity',
  ]);
  // Nothing is that late: where to begin is behind everything.
  const first = row?.first ?? (after === undefined ? 0 : end);
  return [Number(first), Number(row?.beyond ?? end)];
};

/**
 * One page, the latest first. The work is bounded: where no index answers the filter, the page may end before it is full, and the
 * next one goes on from there.
 */
export const readAuditPage = async (
  database: Pick<Database, 'query'>,
  { beforeSeq, limit, ...filter }: Payload<'audit:list'>,
): Promise<Data<'audit:list'>> => {
  const run = <Found extends Row | { seq: string }>(name: string, text: string, values: unknown[]) =>
    database.query<Found>(name, text, values);
  const [first, beyond] = await readSpan(database, filter);
  const walk = walkFor(filter);
  const along = walks[walk];
  const place = [Math.min(beforeSeq ?? end, beyond), first, ...(along === null ? [] : [filter[along.field]])];
  const rest = [filter.actorId ?? null, filter.action ?? null, filter.refused ?? null, limit + 1];
  const found = (await run<Row>(`audit_page_${walk}`, page(walk), [...place, ...rest])).map(toEntry);
  const entries = fromStart(found.slice(0, limit));
  if (entries.length < found.length) return { entries, next: entries.at(-1)?.seq ?? null };
  const [reached] = await run<{ seq: string }>(`audit_floor_${walk}`, floor(walk), place);
  return { entries, next: reached ? Number(reached.seq) : null };
};
