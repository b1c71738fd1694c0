import { type Export, limits } from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';
import type { Scope } from './plan.ts';
import type { Cursor } from './section.ts';
import type { Counts } from './text.ts';

/** Where an export goes on: in which section, and where there. */
export type Place = { section: number; after: Cursor | null };

/** An export that is being written. */
export type Running = {
  id: string;
  scope: Scope;
  subjectId: string | null;
  place: Place | null;
  counts: Counts;
  parts: number;
  bytes: number;
};

const begin = `
  update export e
  set state = 'running', problem = null,
      expected = coalesce(e.expected, case e.scope
        when 'everything' then (select greatest(c.reltuples, 0)::bigint from pg_class c where c.oid = 'message'::regclass)
        when 'room' then (select l.last_seq from log l where l.id = e.subject_id) end)
  where e.id = $1 and e.state in ('waiting', 'running')
  returning e.id, e.scope, e.subject_id as "subjectId", e.place, e.counts, e.parts, e.bytes::float8 as bytes`;

// Whoever was overtaken, or cancelled meanwhile, writes nothing: only who knows how many parts there are adds to them.
const append = `
  with moved as (
    update export e
    set place = $4, counts = $5, parts = e.parts + cardinality($3::bytea[]), bytes = e.bytes + $6, problem = null,
        state = case when $7 then 'done' else e.state end,
        ended_at = case when $7 then clock_timestamp() end,
        kept_until = case when $7 then clock_timestamp() + interval '${limits.exportDays} days' end
    where e.id = $1 and e.state = 'running' and e.parts = $2
    returning e.id
  ), added as (
    insert into export_part (export_id, number, bytes)
    select m.id, $2::int + t.n, t.bytes from moved m, unnest($3::bytea[]) with ordinality t (bytes, n)
  )
  select id from moved`;
const stop = `
  update export e
  set problem = $2, state = case when $3 then 'failed' else e.state end,
      ended_at = case when $3 then clock_timestamp() end,
      kept_until = case when $3 then clock_timestamp() + interval '${limits.exportDays} days' end
  where e.id = $1 and e.state = 'running'`;
const readPart = 'select bytes from export_part where export_id = $1 and number = $2';

/** @returns an export that is to be written, by whoever comes; null when there is nothing to do about it */
export const beginExport = async (database: Database, exportId: string): Promise<Running | null> =>
  (await database.query<Running>('export_begin', begin, [exportId]))[0] ?? null;

/**
 * Adds parts, and where the next one begins, in one statement.
 * @param known as it was before; not changed
 * @returns what it is now, or null when it was cancelled, or another worker has gone on with it
 */
export const appendParts = async (
  database: Database,
  known: Running,
  added: { parts: Buffer[]; bytes: number; place: Place; counts: Counts; isDone: boolean },
): Promise<Running | null> => {
  const { parts, bytes, place, counts, isDone } = added;
  const values = [known.id, known.parts, parts, JSON.stringify(place), JSON.stringify(counts), bytes, isDone];
  const [moved] = await database.query<{ id: string }>('export_append', append, values);
  if (moved === undefined) return null;
  return { ...known, place, counts, parts: known.parts + parts.length, bytes: known.bytes + bytes };
};

/** Says why an export does not go on: it is tried again, or has failed. */
export const stopExport = async (
  database: Database,
  exportId: string,
  problem: NonNullable<Export['problem']>,
): Promise<void> => {
  await database.query('export_stop', stop, [exportId, problem, problem !== 'retried']);
};

/** @returns the part, compressed, or null when it is not there any more; the first one is 1 */
export const readExportPart = async (
  database: Pick<Database, 'query'>,
  exportId: string,
  number: number,
): Promise<Buffer | null> =>
  (await database.query<{ bytes: Buffer }>('export_part', readPart, [exportId, number]))[0]?.bytes ?? null;
