import { type Data, type Me, type Payload, type Result, Role, success } from '../../protocol/index.ts';
import type { Database } from '../store/database.ts';

const list = `
  select u.id, u.name, u.image from "user" u
  where ($1::uuid[] is null or u.id = any ($1::uuid[]))
    and ($2::text is null or u.name ilike $2)
    and ($1::uuid[] is not null or u.banned is not true)
  order by lower(u.name), u.id limit $3`;

/** Who exists: names and pictures, which everybody who is signed in may know. */
export class Directory {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** People by id, or by a part of their name, in the order of their names. */
  async list(payload: Payload<'people:list'>): Promise<Result<Data<'people:list'>>> {
    const pattern = payload.query === undefined ? null : `%${payload.query.replaceAll(/[\\%_]/g, '\\$&')}%`;
    const limit = payload.ids ? payload.ids.length : payload.limit;
    const people = await this.#database.query<Data<'people:list'>['people'][number]>('people_list', list, [
      payload.ids ?? null,
      pattern,
      limit,
    ]);
    return success({ people });
  }

  /** @returns the person as they see themselves, or null when the account is gone */
  async me(userId: string): Promise<Me | null> {
    const person = await this.#database.prisma.user.findUnique({ where: { id: userId } });
    return (
      person && { id: person.id, name: person.name, image: person.image, role: Role.catch('member').parse(person.role) }
    );
  }
}
