import { limits, type Rejection } from '../../../protocol/index.ts';
import type { Database } from '../../engine/store/database.ts';
import { type IncomingEvent, type RejectionRow, rejectionColumns, toRejection } from '../../tickets/index.ts';
import { canonicalJson } from '../json.ts';
import type { Unread } from '../reader.ts';
import { unreadOf } from '../reread.ts';

// Looked for among the newest, of whatever source: a source that brings little in a busy feed may show fewer than there are.
const looked = 10_000;
const tickets = `
  select ${rejectionColumns('r')}, r.raw::text as raw from rejection r
  where r.seq = any (array(
    select n.seq from (select b.seq, b.source from rejection b order by b.seq desc limit ${looked}) n
    where n.source = $1 order by n.seq desc limit ${limits.mappingTried}))
  order by r.seq desc`;
const letters = `
  select d.payload, d.headers, d.created_at from dead_letter d
  where d.id = any (array(
    select n.id from (select b.id, b.source, b.state from dead_letter b order by b.id desc limit ${looked}) n
    where n.source = $1 and n.state = 'standing' order by n.id desc limit ${limits.mappingTried}))
    and octet_length(d.payload) <= ${limits.ticketEventBytes}
  order by d.id desc`;

type TicketRow = RejectionRow & { raw: string | null };
type LetterRow = { payload: Buffer; headers: Record<string, string> | null; created_at: Date };

/** Something that a source brought, and the ticket it became; null where it is a dead letter. */
export type Past = { unread: Unread; text: string; at: Date; stored: Rejection | null; ticketId: string | null };

/** @returns the latest events of a source that were kept, tickets and dead letters, the newest first */
export const readPast = async (database: Pick<Database, 'query'>, source: string): Promise<Past[]> => {
  const [rows, standing] = await Promise.all([
    database.query<TicketRow>('source_past_tickets', tickets, [source]),
    database.query<LetterRow>('source_past_letters', letters, [source]),
  ]);
  const past = [...rows.flatMap(ofTicket), ...(await Promise.all(standing.map(ofLetter)))];
  return past.sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, limits.mappingTried);
};

// What came before events were kept cannot be tried.
const ofTicket = ({ raw, ...row }: TicketRow): Past[] => {
  if (raw === null) return [];
  const stored = toRejection(row);
  const decoded = { ok: true, text: raw } as const;
  const unread = { payload: Buffer.from(raw), decoded, origin: '', position: '' };
  return [{ unread, text: raw, at: row.received_at, stored, ticketId: stored.ticketId }];
};

const ofLetter = async ({ payload, headers, created_at: at }: LetterRow): Promise<Past> => {
  const unread = await unreadOf({ payload, headers: headers ?? {} });
  const { decoded } = unread;
  return { unread, text: decoded.ok ? decoded.text : '', at, stored: null, ticketId: null };
};

/** Whether an event would become the very ticket that it is. */
export const sameAs = (stored: Rejection, event: IncomingEvent): boolean =>
  canonicalJson(saidBy(stored)) === canonicalJson(saidBy(event));

type Said = Pick<
  Rejection,
  'eventId' | 'ticketId' | 'title' | 'reasonCode' | 'reason' | 'rejectedBy' | 'priority' | 'occurredAt' | 'attributes'
> & { requester?: string | null | undefined; url?: string | null | undefined };

const saidBy = ({ eventId, ticketId, title, reasonCode, reason, rejectedBy, ...rest }: Said) => {
  const { priority, occurredAt, attributes, requester = null, url = null } = rest;
  return { eventId, ticketId, title, reasonCode, reason, rejectedBy, priority, occurredAt, attributes, requester, url };
};
