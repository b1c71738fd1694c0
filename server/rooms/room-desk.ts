import {
  type Data,
  failure,
  limits,
  notFound,
  type Payload,
  type Result,
  type RoomSummary,
  success,
} from '../../protocol/index.ts';
import { fromAddress } from '../audit/index.ts';
import type { Caller } from '../engine/events/handler.ts';
import type { Database } from '../engine/store/database.ts';
import { namePattern } from '../engine/store/name-pattern.ts';
import { type Refusal, toRefusal } from './room-refusals.ts';

/** A place among the rooms in the order of (name, id). */
type Place = { key: string; id: string };
const beginning: Place = { key: '', id: '00000000-0000-0000-0000-000000000000' };

// The rooms after a place, in the index's own order: a page without a filter ends the walk as soon as it is full.
const walk = `
  select c.id, c.name, c.visibility, c.created_at, c.archived_at, c.owner_id, c.member_count, lower(c.name) collate "C" as key
  from conversation c
  where c.kind = 'room' and (lower(c.name) collate "C", c.id) > ($1::text, $2::uuid)
  order by lower(c.name) collate "C", c.id`;

const columns = `
  c.id, c.name, c.visibility, c.created_at as "createdAt", c.archived_at as "archivedAt", c.owner_id as "ownerId",
  (select u.name from "user" u where u.id = c.owner_id) as "ownerName", c.member_count as "memberCount",
  (select l.last_seq from log l where l.id = c.id) as messages, c.key`;

const list = `
  select ${columns} from (
    select * from (${walk} limit ${limits.searchedRooms}) c
    where ($3::text is null or c.name ilike $3)
      and case $4::text when 'active' then c.archived_at is null when 'archived' then c.archived_at is not null
        when 'ownerless' then c.owner_id is null else true end
    order by c.key, c.id limit $5
  ) c
  order by c.key, c.id`;
const reach = `select c.key, c.id from (${walk} offset ${limits.searchedRooms - 1} limit 1) c`;
const one = `
  select ${columns} from (
    select c.*, lower(c.name) collate "C" as key from conversation c where c.id = $1 and c.kind = 'room'
  ) c`;
const govern = `select govern_room($1, $2, $3) as outcome from ${fromAddress('$4')}`;

type Row = Omit<RoomSummary, 'createdAt' | 'archivedAt' | 'owner' | 'messages'> & {
  createdAt: Date;
  archivedAt: Date | null;
  ownerId: string | null;
  ownerName: string | null;
  messages: string | null;
  key: string;
};

const toRoom = ({ key: _key, createdAt, archivedAt, ownerId, ownerName, messages, ...row }: Row): RoomSummary => ({
  ...row,
  createdAt: createdAt.toISOString(),
  archivedAt: archivedAt?.toISOString() ?? null,
  // An account that is gone owns nothing any more.
  owner: ownerId === null || ownerName === null ? null : { id: ownerId, name: ownerName },
  messages: Number(messages ?? 0),
});

/** The id first, because a name may hold anything. */
const toCursor = ({ key, id }: Place): string => `${id} ${key}`;
const toPlace = (cursor: string | undefined): Place => {
  const [, id, key] = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (.*)$/s.exec(cursor ?? '') ?? [];
  return id === undefined || key === undefined ? beginning : { key, id };
};

/** All rooms, for admins: what they are called and how they stand, not what is written in them. */
export class RoomDesk {
  readonly #database: Database;
  readonly #ring: () => void;

  /** @param options.ring tells every instance to look at the log now, because a conversation changed */
  constructor(options: { database: Database; ring: () => void }) {
    this.#database = options.database;
    this.#ring = options.ring;
  }

  /** Rooms by name, a page at a time; a page may be short and have a next one, as it looks at no more than so many rooms. */
  async list({ query, state, after, limit }: Payload<'room:list'>): Promise<Result<Data<'room:list'>>> {
    const { key, id } = toPlace(after);
    const pattern = query === undefined ? null : namePattern(query);
    const rows = await this.#database.query<Row>('rooms_list', list, [key, id, pattern, state ?? null, limit]);
    const last = rows.at(-1);
    const next =
      rows.length === limit && last
        ? last
        : (await this.#database.query<Place>('rooms_list_reach', reach, [key, id]))[0];
    return success({ rooms: rows.map(toRoom), next: next ? toCursor(next) : null });
  }

  /** Archives or reopens a room, gives it another owner; recorded with it. */
  async update(
    { me, address }: Pick<Caller, 'me' | 'address'>,
    { roomId, ...patch }: Payload<'room:update'>,
  ): Promise<Result<RoomSummary>> {
    const values = [me.id, roomId, JSON.stringify(patch), address];
    const [row] = await this.#database.query<{ outcome: 'done' | 'forbidden' | Refusal }>(
      'room_govern',
      govern,
      values,
    );
    const outcome = row?.outcome ?? 'not_found';
    if (outcome === 'forbidden') return failure('forbidden', 'only for admins');
    if (outcome !== 'done') return toRefusal(outcome, 'ownerId', patch.ownerId);
    this.#ring();
    const [room] = await this.#database.query<Row>('room_one', one, [roomId]);
    return room ? success(toRoom(room)) : notFound();
  }
}
