import type { Data, Rejection } from '../../protocol/index.ts';
import { fromStart } from '../engine/log/page.ts';
import type { Database } from '../engine/store/database.ts';
import { type RejectionRow, rejectionColumns, toRejection } from './rejection-row.ts';
import { feedId } from './ticket-log.ts';

// One statement, so that the head and the rows are of one moment.
const byIds = `
  select f.last_version as head, c.*
  from log f
  left join lateral (select ${rejectionColumns('r')} from rejection r where r.id = any ($1::uuid[])) c on true
  where f.id = '${feedId}'`;

type Row = { head: string } & ({ id: null } | RejectionRow);

/**
 * Some rejections, in no order, and how far the feed was; those that are not there are left out, and where they are long, the rest:
 * it is asked for again.
 * @param ids at most `limits.ticketCards`
 * @throws the database's error
 */
export const readCards = async (database: Database, ids: readonly string[]): Promise<Data<'ticket:cards'>> => {
  const rows = await database.query<Row>('ticket_cards', byIds, [ids]);
  const rejections: Rejection[] = rows.flatMap((row) => (row.id === null ? [] : [toRejection(row)]));
  return { rejections: fromStart(rejections), version: Number(rows[0]?.head ?? 0) };
};
