import { Deed, type DeedKind, type Rejection } from '../../protocol/index.ts';
import type { Batch } from '../engine/log/batch.ts';
import type { Database } from '../engine/store/database.ts';
import { type RejectionRow, rejectionColumns, toRejection } from './rejection-row.ts';
import { ticketLog } from './ticket-log.ts';

/** What somebody wants to do with a rejection. */
export type WantedDeed = {
  actorId: string;
  rejectionId: string;
  kind: DeedKind;
  /** With `assign`: whom, or nobody. */
  assigneeId?: string | null;
  /** With `discuss`: the room. */
  conversationId?: string;
  /** With `reopen`: the state that it gets. */
  state?: 'open' | 'acknowledged';
  /** The version the actor saw: a later change makes this a conflict. */
  seenVersion?: number | undefined;
};

/** What became of it. `rejection` is the state after it, or the one that stood in its way, made by `deed`. */
export type Done =
  | { outcome: 'changed'; rejection: Rejection; batch: Batch<Rejection> }
  | { outcome: 'unchanged'; rejection: Rejection }
  | { outcome: 'conflict' | 'invalid'; rejection: Rejection; deed: Deed | null }
  | { outcome: 'not_found' };

type DeedColumns = { kind: string; by: string; at: Date; version: string; state: string; assignee_id: string | null };
type Prefixed = { [Name in keyof DeedColumns as `deed_${Name}`]: DeedColumns[Name] | null };
type Row = { outcome: 'changed' | 'unchanged' | 'conflict' | 'invalid' | 'not_found'; before: string } & RejectionRow &
  Prefixed;

const act = `
  select a.outcome, a.before, ${rejectionColumns('(a.rejection)')}, (a.deed).kind as deed_kind, (a.deed).actor_id as deed_by,
    (a.deed).at as deed_at, (a.deed).version as deed_version, (a.deed).state as deed_state,
    (a.deed).assignee_id as deed_assignee_id
  from act_on_rejection($1::uuid, $2::uuid, $3, $4::uuid, $5::uuid, $6, $7) a`;
const latest = `
  select d.kind, d.actor_id as by, d.at, d.version, d.state, d.assignee_id
  from rejection_deed d where d.rejection_id = $1 order by d.version desc limit $2`;

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
  if (kind === null || by === null || at === null || version === null || state === null) return null;
  return toDeed({ kind, by, at, version, state, assignee_id: row.deed_assignee_id });
};

/**
 * Commits one deed. Repeating it is safe: who already did it gets `unchanged`.
 * @throws the database's error
 */
export const actOnRejection = async (database: Database, wanted: WantedDeed): Promise<Done> => {
  const rows = await database.query<Row>('act_on_rejection', act, [
    wanted.actorId,
    wanted.rejectionId,
    wanted.kind,
    wanted.assigneeId ?? null,
    wanted.conversationId ?? null,
    wanted.state ?? null,
    wanted.seenVersion ?? null,
  ]);
  const row = rows[0];
  if (row === undefined || row.outcome === 'not_found') return { outcome: 'not_found' };
  const rejection = toRejection(row);
  if (row.outcome === 'unchanged') return { outcome: row.outcome, rejection };
  if (row.outcome !== 'changed') return { outcome: row.outcome, rejection, deed: latestDeed(row) };
  const batch = { log: ticketLog, after: Number(row.before), version: rejection.version, entries: [rejection] };
  return { outcome: 'changed', rejection, batch };
};

/**
 * What was done with a rejection, the latest first.
 * @param limit most deeds to read
 */
export const readDeeds = async (database: Database, rejectionId: string, limit: number): Promise<Deed[]> =>
  (await database.query<DeedColumns>('rejection_deeds', latest, [rejectionId, limit])).map(toDeed);
