import {
  type Data,
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

/** Pictures are not made here yet: what is longer than any address of one is left out, so that pages have a bound. */
const person = 'u.id, u.name, case when octet_length(u.image) <= 500 then u.image end as image';
const byName = 'order by lower(u.name) collate "C", u.id';

const readNamed = `
  select ${person} from unnest($1::uuid[]) i (id)
  cross join lateral (select * from "user" u where u.id = i.id limit 1) u
  ${byName}`;

const readFirst = `select ${person} from "user" u where u.banned is not true ${byName} limit $1`;

// What begins with the text is found by the index among all names, what contains it only among the first so many.
const readFound = `
  select ${person} from (
    select * from (
      select * from "user" u
      where lower(u.name) collate "C" >= lower($1) and lower(u.name) collate "C" < lower($1) || $2 and u.banned is not true
      ${byName} limit $4) beginning
    union
    select * from (
      select * from (select * from "user" u ${byName} limit ${limits.searchedNames}) u
      where u.name ilike $3 and u.banned is not true
      ${byName} limit $4) containing
  ) u
  ${byName} limit $4`;

const readReach = `select u.id from "user" u ${byName} offset ${limits.searchedNames} limit 1`;

/** Behind everything that begins with a text, in the order of code points. */
const afterAll = '\u{10FFFF}';

const several = `
  select ${person}, u.role from unnest($1::uuid[]) i (id)
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
    const values = [query, afterAll, namePattern(query), limit];
    const people = await this.#database.query<Person>('people_found', readFound, values);
    return success({ people, complete: people.length === limit || !(await this.#hasMany()) });
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
