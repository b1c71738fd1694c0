import {
  type Data,
  foldForSearch,
  limits,
  type Me,
  type Payload,
  type Person,
  type Result,
  Role,
  success,
} from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';
import { namePattern } from '../engine/store/name-pattern.ts';
import { keyPeople } from './key-index.ts';
import { personFields } from './person-fields.ts';

export const byName = 'order by lower(u.name) collate "C", u.id';

const readNamed = `
  select ${personFields} from unnest($1::uuid[]) i (id)
  cross join lateral (select * from "user" u where u.id = i.id limit 1) u
  ${byName}`;

const readFirst = `select ${personFields} from "user" u where u.banned is not true ${byName} limit $1`;

// What begins with the text is found by the index among all names, what contains it only among the first so many.
const readFound = `
  select ${personFields} from (
    select * from (
      select * from "user" u
      where lower(u.name) collate "C" >= lower($1) and lower(u.name) collate "C" < lower($1) || $2 and u.banned is not true
      ${byName} limit $4) beginning
    union
    select * from (
      select * from (select * from "user" u ${byName} limit ${limits.searchedNames}) u
      where u.name ilike $3 and u.banned is not true
      ${byName} limit $4) containing
    union
    select u.* from (
      select k.user_id from person_key k where k.key >= $5 and k.key < $5 || $2
      order by k.key limit ${limits.searchedKeys}) k
    cross join lateral (select * from "user" u where u.id = k.user_id and u.banned is not true limit 1) u
  ) u
  ${byName} limit $4`;

const readReach = `select u.id from "user" u ${byName} offset ${limits.searchedNames} limit 1`;

/** Behind everything that begins with a text, in the order of code points. */
export const afterAll = '\u{10FFFF}';

const readKeys = `
  select i.id, k.keys from unnest($1::uuid[]) i (id)
  cross join lateral (select array_agg(k.key) as keys from person_key k where k.user_id = i.id) k
  where k.keys is not null`;

const several = `
  select ${personFields}, u.role from unnest($1::uuid[]) i (id)
  cross join lateral (select * from "user" u where u.id = i.id limit 1) u`;

/** Who exists: names and pictures, which everybody who is signed in may know. */
export class Directory {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** People by id, or by a part of their name, in the order of their names. */
  async list({ ids, query, limit }: Payload<'people:list'>): Promise<Result<Data<'people:list'>>> {
    if (ids !== undefined) return success({ people: await this.named(ids), complete: true });
    if (query === undefined)
      return success({
        people: await this.#database.query<Person>('people_first', readFirst, [limit]),
        complete: true,
      });
    await keyPeople(this.#database);
    // What folds to nothing begins no key.
    const values = [query, afterAll, namePattern(query), limit, foldForSearch(query) || afterAll];
    const people = await this.#database.query<Person>('people_found', readFound, values);
    return success({ people, complete: people.length === limit || !(await this.#hasMany()) });
  }

  /** What some people are found by. */
  async keys({ ids }: Payload<'people:keys'>): Promise<Result<Data<'people:keys'>>> {
    await keyPeople(this.#database);
    const rows = await this.#database.query<{ id: string; keys: string[] }>('people_keys', readKeys, [ids]);
    return success(Object.fromEntries(rows.map(({ id, keys }) => [id, keys])));
  }

  /** @returns those of the people who exist, in the order of their names */
  named(ids: readonly string[]): Promise<Person[]> {
    return this.#database.query<Person>('people_named', readNamed, [[...new Set(ids)]]);
  }

  /** @returns the people as they see themselves, by their ids; without those whose account is gone */
  async several(userIds: readonly string[]): Promise<Map<string, Me>> {
    const people = await this.#database.query<Omit<Me, 'role'> & { role: string }>('people_several', several, [
      userIds,
    ]);
    return new Map(people.map((person) => [person.id, { ...person, role: Role.catch('member').parse(person.role) }]));
  }

  async #hasMany(): Promise<boolean> {
    return (await this.#database.query('people_reach', readReach, [])).length > 0;
  }
}
