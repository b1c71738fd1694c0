import { failureWith, limits, notFound, type Rejection, type Result, roomName, success } from '../../protocol/index.ts';
import type { Publish } from '../engine/log/batch.ts';
import type { Database } from '../engine/store/database.ts';
import { type RejectionRow, rejectionColumns, toRejection } from './rejection-row.ts';
import { toBatch } from './rejections.ts';

const read = 'select r.ticket_id, r.title from rejection r where r.id = $1';
const discuss = `
  select d.outcome, ${rejectionColumns('(d.rejection)')} from discuss_rejection($1, $2, $3, $4, $5, $6) d`;

type Outcome = 'made' | 'joined' | 'unchanged' | 'not_found' | 'too_many_conversations';
type Row = { outcome: Outcome } & RejectionRow;
type Titled = { ticket_id: string; title: string };
type Options = {
  database: Database;
  publish: Publish;
  /** Makes every instance look at the log now: there is a room, or somebody is in it. */
  ring: () => void;
  publicUrl: string;
};

/** A name that a room may have, whatever the ticket is called. */
const nameFor = ({ ticket_id, title }: Titled): string => {
  const cut = (text: string) => text.slice(0, limits.roomName).replace(/[\uD800-\uDBFF]$/, '');
  const names = [`${ticket_id} · ${title}`, ticket_id].map((name) => roomName.safeParse(cut(name)));
  return names.find(({ success: fits }) => fits)?.data ?? 'Ticket';
};

/** Rooms about tickets. */
export class Discussions {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * The room about a rejection: whoever asks first makes it, and everybody who asks is in it. However many ask at once, there
   * is one.
   * @throws the database's error
   */
  async open(actorId: string, rejectionId: string): Promise<Result<Rejection>> {
    const { database, publish, ring, publicUrl } = this.#options;
    const [ticket] = await database.query<Titled>('ticket_titled', read, [rejectionId]);
    if (ticket === undefined) return notFound();
    // By its address those in the room are shown what has become of it.
    const number = /^\.+$/.test(ticket.ticket_id) ? '' : `/${encodeURIComponent(ticket.ticket_id)}`;
    const opening = `${publicUrl}/admin/tickets/${rejectionId}${number}`;
    const [row] = await database.query<Row>('discuss_rejection', discuss, [
      ...[actorId, rejectionId, nameFor(ticket), opening],
      ...[limits.conversationsPerPerson, limits.roomsByOthers],
    ]);
    if (row === undefined || row.outcome === 'not_found') return notFound();
    if (row.outcome === 'too_many_conversations')
      return failureWith({ reason: row.outcome }, 'conflict', 'you are in too many conversations');
    const rejection = toRejection(row);
    const batch = row.outcome === 'made' ? toBatch([rejection]) : null;
    if (batch !== null) publish([batch]);
    if (row.outcome !== 'unchanged') ring();
    return success(rejection);
  }
}
