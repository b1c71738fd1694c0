import type { LineOf } from '../format.ts';
import { type Cursor, iso, noId, type Page, pageRows, type Section, walk } from '../section.ts';

type Ticket = Omit<LineOf<'ticket'>, 'type'>;
type Deed = Omit<LineOf<'deed'>, 'type'>;
type Conflict = Omit<LineOf<'conflict'>, 'type'>;
type Head = { id: string; seq: number; version: number };

const head = `select l.id, l.last_seq::float8 as seq, l.last_version::float8 as version from log l where l.id = $1`;
const page = `
  select r.id, r.seq::float8 as seq, r.version::float8 as version, r.event_id as "eventId", r.ticket_id as "ticketId", r.title,
    r.reason_code as "reasonCode", r.reason, r.rejected_by as "rejectedBy", r.requester, r.priority,
    ${iso('r.occurred_at')} as "occurredAt", r.url, r.source, r.attributes::text as attributes, r.raw::text as raw,
    encode(r.content_hash, 'hex') as "contentHash", r.conflicts, ${iso('r.received_at')} as "receivedAt", r.state,
    r.assignee_id as "assigneeId", r.acknowledged_by_id as "acknowledgedById",
    ${iso('r.acknowledged_at')} as "acknowledgedAt", r.resolved_by_id as "resolvedById",
    ${iso('r.resolved_at')} as "resolvedAt", r.conversation_id as "conversationId", r.open_after::float8 as "openAfter",
    ${iso('r.wakes_at')} as "wakesAt", r.wakes_after as "wakesAfter", r.duplicate_of_id as "duplicateOfId", r.resolution,
    r.resolution_text as "resolutionText", p.count::float8 as repeats, ${iso('p.last_at')} as "repeatedAt"
  from rejection r left join rejection_repeat p on p.rejection_id = r.id where r.seq > $1 and r.seq <= $2 order by r.seq limit ${pageRows}`;

/** The feed of rejected tickets, as a conversation: its head first, then what is up to it. */
const tickets = (feed: string): Section => ({
  name: 'tickets',
  read: async (database, _subject, after: Cursor | null): Promise<Page> => {
    if (after === null) {
      const [found] = await database.query<Head>('export_feed', head, [feed]);
      return { lines: [], next: [0, found?.seq ?? 0, found?.version ?? 0] };
    }
    const [read = 0, until = 0, version = 0] = after.map(Number);
    const rows = await database.query<Ticket>('export_tickets', page, [read, until]);
    const highest = Math.max(version, ...rows.map((row) => row.version));
    const lines = rows.map((row) => ({ type: 'ticket' as const, ...row }));
    if (rows.length === pageRows) return { lines, next: [rows.at(-1)?.seq ?? until, until, highest] };
    const end: LineOf<'log'> = { type: 'log', kind: 'feed', id: feed, seq: until, version: highest };
    return { lines: [...lines, end], next: null };
  },
});

const deeds: Section = walk<Deed>({
  name: 'deeds',
  text: `
    select d.rejection_id as "rejectionId", d.version::float8 as version, d.kind, d.actor_id as "actorId", d.state,
      d.assignee_id as "assigneeId", ${iso('d.at')} as at, d.detail, d.client_id as "clientId", d.of_version::float8 as "ofVersion"
    from rejection_deed d where (d.rejection_id, d.version) > ($1::uuid, $2::bigint)
    order by d.rejection_id, d.version limit $3`,
  start: [noId, 0],
  toLine: (row) => ({ type: 'deed', ...row }),
  cursorOf: ({ rejectionId, version }) => [rejectionId, version],
});

const conflicts: Section = walk<Conflict>({
  name: 'conflicts',
  text: `
    select e.id, e.rejection_id as "rejectionId", encode(e.content_hash, 'hex') as "contentHash", e.raw::text as raw,
      ${iso('e.received_at')} as "receivedAt"
    from conflicting_event e where (e.rejection_id, e.content_hash) > ($1::uuid, decode($2, 'hex'))
    order by e.rejection_id, e.content_hash limit $3`,
  start: [noId, ''],
  toLine: (row) => ({ type: 'conflict', ...row }),
  cursorOf: ({ rejectionId, contentHash }) => [rejectionId, contentHash],
});

/** @param feed the log of all rejected tickets */
export const allTickets = (feed: string): readonly Section[] => [tickets(feed), deeds, conflicts];
