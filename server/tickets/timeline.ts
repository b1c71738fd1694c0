import { type Data, type Payload, TimelineItem } from '../../protocol/index.ts';
import { fromStart } from '../engine/log/page.ts';
import type { Database } from '../engine/store/database.ts';
import { nobody } from './deeds.ts';

// A note as it is now: its own row says when it was written, the latest that changes it what it says.
const items = `
  select d.kind, d.version, d.at, d.actor_id as by, d.state, d.assignee_id, d.client_id, c.at as edited_at,
    case when c.kind is null then d.detail else c.detail end as detail
  from rejection_deed d
  left join lateral (
    select c.kind, c.at, c.detail from rejection_deed c
    where c.rejection_id = d.rejection_id and c.of_version = d.version order by c.version desc limit 1
  ) c on d.kind = 'note'
  where d.rejection_id = $1 and d.version < $2 and d.of_version is null
  order by d.version desc limit $3`;
const whole = `
  select r.version, r.received_at, r.acknowledged_by_id, r.acknowledged_at, r.resolved_by_id, r.resolved_at, p.count, p.last_at,
    array(select distinct d.kind from rejection_deed d where d.rejection_id = r.id) as kinds
  from rejection r left join rejection_repeat p on p.rejection_id = r.id where r.id = $1`;

type Detail = {
  text?: string;
  until?: string | null;
  times?: number | null;
  outcome?: string;
  otherId?: string;
  holderId?: string | null;
};
type Row = {
  kind: string;
  version: string;
  at: Date;
  by: string;
  state: string;
  assignee_id: string | null;
  client_id: string | null;
  edited_at: Date | null;
  detail: Detail | null;
};
type Whole = {
  version: string;
  received_at: Date;
  acknowledged_by_id: string | null;
  acknowledged_at: Date | null;
  resolved_by_id: string | null;
  resolved_at: Date | null;
  count: string | null;
  last_at: Date | null;
  kinds: string[];
};

const toItem = ({ detail, ...row }: Row): TimelineItem =>
  TimelineItem.parse({
    kind: row.kind,
    version: Number(row.version),
    at: row.at.toISOString(),
    byId: row.by === nobody ? null : row.by,
    state: row.state,
    assigneeId: row.assignee_id,
    editedAt: row.edited_at?.toISOString() ?? null,
    clientId: row.client_id,
    text: detail?.text ?? null,
    // As it was asked for; another page may have written it with another zone.
    until: detail?.until ? new Date(detail.until).toISOString() : null,
    times: detail?.times ?? null,
    outcome: detail?.outcome ?? null,
    otherId: detail?.otherId ?? null,
    holderId: detail?.holderId ?? null,
  });

const plain = (item: Pick<TimelineItem, 'kind' | 'at' | 'byId' | 'state'>): TimelineItem =>
  TimelineItem.parse({ version: 0, assigneeId: null, ...item });

/** Deeds from before they were kept, of which the rejection itself tells the latest of each kind; and how it came. */
const beginning = ({ kinds, ...whole }: Whole): TimelineItem[] => {
  const older = (kind: 'acknowledge' | 'resolve', byId: string | null, at: Date | null): TimelineItem[] => {
    const isKept = kinds.includes(kind) || (kind === 'resolve' && kinds.includes('duplicate'));
    if (byId === null || at === null || isKept) return [];
    return [plain({ kind, at: at.toISOString(), byId, state: kind === 'resolve' ? 'resolved' : 'acknowledged' })];
  };
  return [
    ...older('resolve', whole.resolved_by_id, whole.resolved_at),
    ...older('acknowledge', whole.acknowledged_by_id, whole.acknowledged_at),
    plain({ kind: 'receive', at: whole.received_at.toISOString(), byId: null, state: 'open' }),
  ];
};

/**
 * What happened to a rejection, the latest first, and at last how it came. A page also ends where its notes are long.
 * @returns null when there is no such rejection
 * @throws the database's error
 */
export const readTimeline = async (
  database: Database,
  { rejectionId, before = Number.MAX_SAFE_INTEGER, limit }: Payload<'ticket:timeline'>,
): Promise<Data<'ticket:timeline'> | null> => {
  const [[found], rows] = await Promise.all([
    database.query<Whole>('ticket_whole', whole, [rejectionId]),
    database.query<Row>('ticket_timeline', items, [rejectionId, before, limit + 1]),
  ]);
  if (found === undefined) return null;
  const page = fromStart(rows.slice(0, limit).map(toItem));
  const next = page.length < rows.length ? (page.at(-1)?.version ?? null) : null;
  return {
    version: Number(found.version),
    items: next === null ? [...page, ...beginning(found)] : page,
    next,
    repeats:
      found.count === null || found.last_at === null
        ? null
        : { count: Number(found.count), lastAt: found.last_at.toISOString() },
  };
};
