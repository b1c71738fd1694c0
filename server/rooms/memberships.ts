import type { Database } from '../engine/store/database.ts';
import { createLookUp } from '../engine/store/look-up.ts';

// The head by a look-up for each membership: a join would let the planner read all conversations instead.
const read = `
  select m.user_id, m.conversation_id,
    (select l.last_version from log l where l.id = m.conversation_id) as last_version
  from member m
  where m.user_id = any ($1::uuid[])`;

const readSizes = 'select c.id, c.member_count from conversation c where c.id = any ($1::uuid[])';

type Row = { user_id: string; conversation_id: string; last_version: string };

const maxPeople = 500;

/** Which conversations somebody is a member of. */
export class Memberships {
  /** @returns conversation id → head of its log */
  readonly of: (userId: string) => Promise<Map<string, number>>;
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
    this.of = createLookUp(async (userIds) => {
      const found = new Map<string, Map<string, number>>(userIds.map((id) => [id, new Map()]));
      for (const row of await database.query<Row>('memberships', read, [userIds]))
        found.get(row.user_id)?.set(row.conversation_id, Number(row.last_version));
      return userIds.map((id) => found.get(id) ?? new Map());
    }, maxPeople);
  }

  /** @returns conversation id → how many members it has */
  async sizes(conversationIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.#database.query<{ id: string; member_count: number }>('conversation_sizes', readSizes, [
      conversationIds,
    ]);
    return new Map(rows.map((row) => [row.id, row.member_count]));
  }
}
