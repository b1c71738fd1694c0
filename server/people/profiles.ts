import { type Me, notFound, type Payload, type Profile, type Result, Role, success } from '../../protocol/index.ts';
import { recordIn } from '../audit/index.ts';
import type { Database } from '../engine/store/database.ts';
import { inTransaction } from '../engine/store/transaction.ts';
import { personFields, pictureAddressOf } from './person-fields.ts';

type Row = Omit<Me, 'role'> & { role: string };

// To the hour: when exactly somebody was here is their own business.
const read = `
  select ${personFields}, u.role, date_trunc('hour', u.last_seen_at) as last_seen from "user" u where u.id = $1`;

// What is not in the patch stays as it is; a name is never taken away.
const update = `
  update "user" u set
    name = coalesce($2::jsonb ->> 'name', u.name),
    image = case when $2::jsonb ? 'picture' then ${pictureAddressOf("($2::jsonb ->> 'picture')")} else u.image end,
    title = case when $2::jsonb ? 'title' then nullif($2::jsonb ->> 'title', '') else u.title end,
    status_emoji = case when $2::jsonb ? 'status' then $2::jsonb #>> '{status,emoji}' else u.status_emoji end,
    status_text = case when $2::jsonb ? 'status' then $2::jsonb #>> '{status,text}' else u.status_text end,
    status_until = case when $2::jsonb ? 'status' then ($2::jsonb #>> '{status,until}')::timestamptz else u.status_until end,
    time_zone = case when $2::jsonb ? 'timeZone' then $2::jsonb ->> 'timeZone' else u.time_zone end,
    updated_at = now()
  where u.id = $1
    and ($2::jsonb ->> 'picture' is null or exists (select from picture p where p.id = $2::jsonb ->> 'picture'))
  returning ${personFields}, u.role, old.name is distinct from new.name as renamed`;

const roleOf = ({ role }: Row): Role => Role.catch('member').parse(role);

/** What people say about themselves. */
export class Profiles {
  readonly #database: Database;
  readonly #ring: () => void;

  /** @param ring tells every instance to look now: somebody has changed */
  constructor(options: { database: Database; ring: () => void }) {
    this.#database = options.database;
    this.#ring = options.ring;
  }

  /** Everything that is shown of one person. */
  async get({ userId }: Payload<'person:get'>): Promise<Result<Profile>> {
    const [row] = await this.#database.query<Row & { last_seen: Date | null }>('person_get', read, [userId]);
    if (row === undefined) return notFound();
    const { last_seen: seen, ...person } = row;
    return success({ ...person, role: roleOf(row), lastSeenAt: seen?.toISOString() ?? null });
  }

  /**
   * Changes what somebody says about themselves, and records when they are called otherwise; open pages hear of it by the signal that a trigger writes.
   */
  async update(
    { me, address }: { me: Pick<Me, 'id'>; address: string },
    patch: Payload<'profile:update'>,
  ): Promise<Result<Me>> {
    const row = await inTransaction(this.#database, async (transaction) => {
      const values = [me.id, JSON.stringify(patch)];
      const [changed] = await transaction.query<Row & { renamed: boolean }>('profile_update', update, values);
      const subject = { kind: 'person', id: me.id };
      if (changed?.renamed) await recordIn(transaction, { actorId: me.id, action: 'account.rename', subject, address });
      return changed;
    });
    if (row === undefined) return notFound();
    this.#ring();
    const { renamed: _renamed, ...person } = row;
    return success({ ...person, role: roleOf(person) });
  }
}
