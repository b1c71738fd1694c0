import { Deed, type DeedKind, type Rejection } from '../../protocol/index.ts';
import type { Batch } from '../engine/log/batch.ts';
import type { Database } from '../engine/store/database.ts';
import { type RejectionRow, rejectionColumns, toRejection } from './rejection-row.ts';
import { toBatch } from './rejections.ts';

/** What is wanted of a rejection, and what belongs to it. `due`: that it comes back by itself, where its time has come. */
export type Wish =
  | { kind: Extract<DeedKind, 'acknowledge'> }
  | { kind: 'resolve'; outcome?: string | undefined; text?: string | undefined }
  | { kind: 'assign'; assigneeId: string | null }
  | { kind: 'reopen'; state: 'open' | 'acknowledged' }
  | { kind: 'snooze'; until?: string | undefined; times?: number | undefined }
  | { kind: 'duplicate'; originalId: string }
  | { kind: 'due' };

/** What somebody wants to do with a rejection. */
export type WantedDeed = {
  /** Null: Switchboard itself. */
  actorId: string | null;
  rejectionId: string;
  wish: Wish;
  /** The version the actor saw: a later deed makes this a conflict. */
  seenVersion?: number | undefined;
};

/**
 * What became of it. `rejection` is the state after it, or the one that stood in its way, made by `deed`; that is null where
 * Switchboard itself did it.
 */
export type Done =
  | { outcome: 'changed'; rejection: Rejection; batch: Batch<Rejection> }
  | { outcome: 'unchanged'; rejection: Rejection }
  | { outcome: 'conflict'; rejection: Rejection; deed: Deed | null }
  | { outcome: 'invalid'; fault: string }
  | { outcome: 'not_found' };

/** Who did what nobody did. */
export const nobody = '00000000-0000-0000-0000-000000000000';

type DeedColumns = { kind: string; by: string; at: Date; version: string; state: string; assignee_id: string | null };
type Prefixed = { [Name in keyof DeedColumns as `deed_${Name}`]: DeedColumns[Name] | null };
type Outcome = Done['outcome'] | 'touched';
type Row = { outcome: Outcome; fault: string | null } & RejectionRow & Prefixed;

const work = `
  select w.outcome, w.fault, ${rejectionColumns('(w.rejection)')}, (w.deed).kind as deed_kind, (w.deed).actor_id as deed_by,
    (w.deed).at as deed_at, (w.deed).version as deed_version, (w.deed).state as deed_state,
    (w.deed).assignee_id as deed_assignee_id
  from work_rejection($1::uuid, $2::uuid, $3::jsonb, $4) w`;
const latest = `
  select d.kind, d.actor_id as by, d.at, d.version, d.state, d.assignee_id
  from rejection_deed d
  where d.rejection_id = $1 and d.actor_id <> '${nobody}'
    and d.kind not in ('note', 'note-edit', 'note-delete', 'duplicated', 'separated')
  order by d.version desc limit $2`;

const toDeed = (row: DeedColumns): Deed =>
  Deed.parse({
    kind: row.kind,
    byId: row.by,
    at: row.at.toISOString(),
    version: Number(row.version),
    state: row.state,
    assigneeId: row.assignee_id,
  });

const latestDeed = (row: Prefixed): Deed | null => {
  const { deed_kind: kind, deed_by: by, deed_at: at, deed_version: version, deed_state: state } = row;
  if (kind === null || by === null || by === nobody) return null;
  if (at === null || version === null || state === null) return null;
  return toDeed({ kind, by, at, version, state, assignee_id: row.deed_assignee_id });
};

/**
 * Commits one deed. Repeating it is safe: who already did it gets `unchanged`.
 * @throws the database's error
 */
export const workRejection = async (database: Pick<Database, 'query'>, wanted: WantedDeed): Promise<Done> => {
  const { actorId, rejectionId, wish, seenVersion } = wanted;
  const values = [actorId, rejectionId, JSON.stringify(wish), seenVersion ?? null];
  const rows = await database.query<Row>('work_rejection', work, values);
  const row = rows[0];
  if (row === undefined || row.outcome === 'not_found') return { outcome: 'not_found' };
  if (row.outcome === 'invalid') return { outcome: row.outcome, fault: row.fault ?? 'invalid' };
  const rejection = toRejection(row);
  if (row.outcome === 'conflict') return { outcome: row.outcome, rejection, deed: latestDeed(row) };
  const batch = row.outcome === 'changed' ? toBatch(rows.map(toRejection)) : null;
  return batch === null ? { outcome: 'unchanged', rejection } : { outcome: 'changed', rejection, batch };
};

/**
 * What people did with a rejection, the latest first.
 * @param limit most deeds to read
 */
export const readDeeds = async (database: Database, rejectionId: string, limit: number): Promise<Deed[]> =>
  (await database.query<DeedColumns>('rejection_deeds', latest, [rejectionId, limit])).map(toDeed);
