import type { Data, Payload } from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';
import { personFields } from '../people/index.ts';

const canBeAssigned = `u.role in ('handler', 'admin') and u.banned is not true`;
const list = `
  select ${personFields} from "user" u
  where ${canBeAssigned} and ($1::text is null or u.name ilike $1) order by u.name, u.id limit $2`;
const one = `select 1 from "user" u where u.id = $1 and ${canBeAssigned}`;

type People = Data<'ticket:assignees'>;

/** Everybody to whom a ticket can be assigned, or those with these words in their name. */
export const readAssignees = async (
  database: Database,
  { query, limit }: Payload<'ticket:assignees'>,
): Promise<People> => {
  const pattern = query === undefined ? null : `%${query.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const people = await database.query<People['people'][number]>('ticket_assignees', list, [pattern, limit]);
  return { people, complete: true };
};

/** @returns whether a ticket can be assigned to this person */
export const isAssignee = async (database: Database, userId: string): Promise<boolean> =>
  (await database.query('ticket_assignee', one, [userId])).length > 0;
