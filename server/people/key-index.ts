import type { Database } from '../engine/store/database.ts';
import { searchKeys } from './search-keys.ts';

/** People whose keys are made at once. */
const atOnce = 100;

const readUnkeyed = `select u.id, u.name from "user" u where u.keyed_name is distinct from u.name limit ${atOnce}`;

// A name that was changed meanwhile stays without keys until the next time.
const write = `
  with made as (select * from jsonb_to_recordset($1::jsonb) as m (id uuid, name text, keys text[])),
  keyed as (
    update "user" u set keyed_name = m.name from made m where u.id = m.id and u.name = m.name returning u.id, m.keys
  ),
  gone as (
    delete from person_key k using keyed u where k.user_id = u.id and k.key <> all (u.keys)
  )
  insert into person_key (user_id, key) select u.id, unnest(u.keys) from keyed u on conflict do nothing`;

/**
 * Makes the keys of people who have a name that has none yet: of some of them, in no order.
 * @returns how many there were
 */
export const keyPeople = async (database: Database): Promise<number> => {
  const people = await database.query<{ id: string; name: string }>('people_unkeyed', readUnkeyed, []);
  if (people.length === 0) return 0;
  const made = await Promise.all(people.map(async ({ id, name }) => ({ id, name, keys: await searchKeys(name) })));
  await database.query('people_key', write, [JSON.stringify(made)]);
  return people.length;
};

/** Makes the keys of everybody who has none yet, as after an update of a large installation. */
export const keyEverybody = async (database: Database): Promise<void> => {
  while ((await keyPeople(database)) === atOnce);
};
