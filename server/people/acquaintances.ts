import {
  type Data,
  foldForSearch,
  limits,
  type Payload,
  type Person,
  type Result,
  success,
} from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';
import { namePattern } from '../engine/store/name-pattern.ts';
import { afterAll, byName } from './directory.ts';
import { keyPeople } from './key-index.ts';
import { personFields } from './person-fields.ts';

const byId = `select ${personFields} from unnest($2::uuid[]) i (id)
  cross join lateral (select * from "user" u where u.id = i.id limit 1) u`;

// Who has left is named, too: what they wrote is still there to be read.
const readNamed = `
  ${byId}
  where i.id = $1 or exists (
    select from member a where a.user_id = $1 and (
      (select count(*) > 0 from member b where b.conversation_id = a.conversation_id and b.user_id = i.id)
      or (select count(*) > 0 from departure d where d.conversation_id = a.conversation_id and d.user_id = i.id)))
  ${byName}`;

const readFound = `
  select ${personFields} from (
    select distinct k.user_id as id from (
      select b.user_id from member a cross join lateral (
        select b.user_id from member b where b.conversation_id = a.conversation_id limit ${limits.searchedNames}) b
      where a.user_id = $1 limit ${limits.searchedNames}) k
  ) i
  cross join lateral (select * from "user" u where u.id = i.id limit 1) u
  where u.banned is not true and (u.name ilike $2 or (
    select count(*) > 0 from person_key k where k.user_id = u.id and k.key >= $4 and k.key < $4 || $5))
  ${byName} limit $3`;

const readPairs = `
  select g.id as guest, p.id as person from unnest($1::uuid[]) g (id) cross join unnest($2::uuid[]) p (id)
  where g.id = p.id or shares_room(g.id, p.id)`;

/** Guests who are looked at in one query. */
const mostGuests = 200;

/** Whom guests may know of: who is in a conversation with them. Judged by the statements that read. */
export class Acquaintances {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** What `people:list` answers a guest: as if there was nobody else. */
  async list(guestId: string, { ids, query, limit }: Payload<'people:list'>): Promise<Result<Data<'people:list'>>> {
    const database = this.#database;
    if (query !== undefined) await keyPeople(database);
    const people =
      ids === undefined
        ? await database.query<Person>('guest_people_found', readFound, [
            ...[guestId, namePattern(query), limit, foldForSearch(query ?? '') || afterAll, afterAll],
          ])
        : await database.query<Person>('guest_people_named', readNamed, [guestId, ids]);
    return success({ people, complete: true });
  }

  /** @returns those of some people whose name the guest may know: also who was in a conversation with them and has left */
  async named(guestId: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const values = [guestId, [...new Set(ids)]];
    const people = await this.#database.query<Person>('guest_people_named', readNamed, values);
    return new Set(people.map(({ id }) => id));
  }

  /** @returns those of some people who are in a conversation with the guest */
  async among(guestId: string, personIds: readonly string[]): Promise<ReadonlySet<string>> {
    return (await this.of([guestId], personIds)).get(guestId) ?? new Set();
  }

  /** @returns guest → those of some people who are in a conversation with them */
  async of(guestIds: readonly string[], personIds: readonly string[]): Promise<Map<string, Set<string>>> {
    const known = new Map<string, Set<string>>();
    for (let at = 0; at < guestIds.length; at += mostGuests) {
      const some = guestIds.slice(at, at + mostGuests);
      const pairs = await this.#database.query<{ guest: string; person: string }>('guest_pairs', readPairs, [
        some,
        [...new Set(personIds)],
      ]);
      for (const { guest, person } of pairs) known.set(guest, (known.get(guest) ?? new Set()).add(person));
    }
    return known;
  }
}
