import { type Data, limits, type Payload, type Result, success } from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';
import { namePattern } from '../engine/store/name-pattern.ts';
import { type ConversationRow, strangersColumns, toConversation } from './conversation-row.ts';

/** A place among the rooms in the order of (name, id). */
type Place = { key: string; id: string };
type Row = ConversationRow & { joined: boolean; key: string };

const beginning: Place = { key: '', id: '00000000-0000-0000-0000-000000000000' };

// The rooms after a place, in the index's own order: a page without a pattern ends the walk as soon as it is full.
const walk = `
  select c.*, lower(c.name) collate "C" as key from conversation c
  where c.kind = 'room' and c.visibility = 'public' and c.archived_at is null
    and (lower(c.name) collate "C", c.id) > ($1::text, $2::uuid)
  order by lower(c.name) collate "C", c.id`;

const read = `
  select $3::uuid as viewer, ${strangersColumns}, c.key, m.user_id is not null as joined
  from (
    select w.*, l.last_seq, l.last_version
    from (
      select * from (${walk} limit ${limits.searchedNames}) w where w.name ilike $4 order by w.key, w.id limit $5
    ) w
    cross join lateral (select l.last_seq, l.last_version from log l where l.id = w.id limit 1) l
  ) c
  left join lateral (
    select m.user_id from member m where m.conversation_id = c.id and m.user_id = $3::uuid limit 1
  ) m on true
  order by c.key, c.id`;

const readReach = `select c.key, c.id from (${walk} offset ${limits.searchedNames - 1} limit 1) c`;

/** The id first, because a name may hold anything. */
const toCursor = ({ key, id }: Place): string => `${id} ${key}`;

/** What is no cursor is a name, as it was before there were cursors. */
const toPlace = (cursor: string | undefined): Place => {
  if (cursor === undefined) return beginning;
  const [, id, key] = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (.*)$/s.exec(cursor) ?? [];
  if (id !== undefined && key !== undefined) return { key, id };
  return { key: cursor.toLowerCase(), id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };
};

/** The rooms that anybody can join. */
export class PublicRooms {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** A page of them in the order of (name, id). */
  async browse(
    viewerId: string,
    payload: Payload<'conversation:browse'>,
  ): Promise<Result<Data<'conversation:browse'>>> {
    const { key, id } = toPlace(payload.after);
    const rows = await this.#database.query<Row>('rooms_browse', read, [
      key,
      id,
      viewerId,
      namePattern(payload.query),
      payload.limit,
    ]);
    const last = rows.at(-1);
    const next = rows.length === payload.limit && last ? last : await this.#reach({ key, id });
    const conversations = rows.map((row) => ({ ...toConversation(row), joined: row.joined }));
    return success({ conversations, next: next ? toCursor(next) : null });
  }

  /** The last room that was looked at, when there may be more behind it. */
  async #reach({ key, id }: Place): Promise<Place | undefined> {
    return (await this.#database.query<Place>('rooms_reach', readReach, [key, id]))[0];
  }
}
