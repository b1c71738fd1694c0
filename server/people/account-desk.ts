import {
  type AccountSummary,
  type Data,
  failure,
  failureWith,
  limits,
  type Me,
  notFound,
  type Payload,
  type Result,
  Role,
  success,
} from '../../protocol/index.ts';
import { type FrequentActs, fromAddress } from '../audit/index.ts';
import type { SecurityLog } from '../engine/ops/security-log.ts';
import type { Database } from '../engine/store/database.ts';
import { namePattern } from '../engine/store/name-pattern.ts';
import { inTransaction, type Transaction } from '../engine/store/transaction.ts';
import type { Language, Mail } from '../mail/index.ts';

/** A place among the people in the order of (name, id). */
type Place = { key: string; id: string };
const beginning: Place = { key: '', id: '00000000-0000-0000-0000-000000000000' };

// The people after a place, in the index's own order: a page without a filter ends the walk as soon as it is full.
const walk = `
  select u.id, u.name, u.email, u.image, u.role, u.banned, u.last_seen_at, u.created_at, u.kind, lower(u.name) collate "C" as key
  from "user" u
  where (lower(u.name) collate "C", u.id) > ($1::text, $2::uuid)
  order by lower(u.name) collate "C", u.id`;

const columns = `
  u.id, u.name, u.email, u.image, u.role, u.banned is true as deactivated, u.last_seen_at as "lastSeenAt",
  u.created_at as "createdAt", u.key,
  (select count(*)::int from session s where s.user_id = u.id and s.expires_at > now()) as sessions,
  (select count(*)::int from apikey k where k.reference_id = u.id::text
     and (k.expires_at is null or k.expires_at > now())) as tokens,
  exists (select from second_factor f where f.user_id = u.id and f.confirmed_at is not null) as "secondFactor",
  (select count(*)::int from passkey p where p.user_id = u.id) as passkeys`;

const list = `
  select ${columns} from (
    select * from (${walk} limit ${limits.searchedNames}) u
    where u.kind = 'person' and ($3::text is null or u.name ilike $3 or u.email ilike $3)
      and ($4::text is null or u.role = $4) and ($5::boolean is null or (u.banned is true) = $5)
    order by u.key, u.id limit $6
  ) u
  order by u.key, u.id`;
const reach = `select u.key, u.id from (${walk} offset ${limits.searchedNames - 1} limit 1) u`;
const one = `
  select ${columns} from (
    select u.*, lower(u.name) collate "C" as key from "user" u where u.id = $1 and u.kind = 'person'
  ) u`;
const update = `select update_account($1, $2, $3) as outcome from ${fromAddress('$4')}`;

const protectedOne = `
  select u.name, u.email from "user" u where u.id = $1 and (
    exists (select from second_factor f where f.user_id = u.id) or exists (select from passkey p where p.user_id = u.id))`;

type Row = Omit<AccountSummary, 'role' | 'lastSeenAt' | 'createdAt'> & {
  role: string;
  lastSeenAt: Date | null;
  createdAt: Date;
  key: string;
};
type Outcome = 'changed' | 'forbidden' | 'not_found' | 'last_admin';

const toAccount = ({ key: _key, role, lastSeenAt, createdAt, ...row }: Row): AccountSummary => ({
  ...row,
  role: Role.catch('member').parse(role),
  lastSeenAt: lastSeenAt?.toISOString() ?? null,
  createdAt: createdAt.toISOString(),
});

/** The id first, because a name may hold anything. */
const toCursor = ({ key, id }: Place): string => `${id} ${key}`;
const toPlace = (cursor: string | undefined): Place => {
  const [, id, key] = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (.*)$/s.exec(cursor ?? '') ?? [];
  return id === undefined || key === undefined ? beginning : { key, id };
};

type Options = {
  database: Database;
  frequentActs: FrequentActs;
  mail: Mail;
  security: SecurityLog;
  /** The origin that links in letters begin with. */
  publicUrl: string;
  /** Makes every instance look at the log now: what was taken from somebody is taken at once. */
  ring: () => void;
};

/** For how long a letter that only tells something is tried. */
const tellingDays = 3;

/** Who has an account, and what admins do about it. */
export class AccountDesk {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Everybody by name, a page at a time; a page may be short and have a next one, as it looks at no more than so many people. */
  async list({
    query,
    role,
    deactivated,
    after,
    limit,
  }: Payload<'account:list'>): Promise<Result<Data<'account:list'>>> {
    const { database } = this.#options;
    const { key, id } = toPlace(after);
    const pattern = query === undefined ? null : namePattern(query);
    const values = [key, id, pattern, role ?? null, deactivated ?? null, limit];
    const rows = await database.query<Row>('accounts_list', list, values);
    const last = rows.at(-1);
    const next =
      rows.length === limit && last ? last : (await database.query<Place>('accounts_reach', reach, [key, id]))[0];
    return success({ accounts: rows.map(toAccount), next: next ? toCursor(next) : null });
  }

  /**
   * Gives a role, switches an account off or on, ends sessions, resets what protects it besides the password; recorded with it.
   * `conflict` (`last_admin`) where nobody would be an admin any more.
   * @param address from where somebody asks
   */
  async update(me: Me, payload: Payload<'account:update'>, address: string): Promise<Result<AccountSummary>> {
    const { database, frequentActs, ring } = this.#options;
    const { userId, language, ...patch } = payload;
    const outcome = await this.#change([me.id, userId, JSON.stringify(patch), address], async (transaction) => {
      if (patch.unprotect) await this.#tell(transaction, userId, language);
    });
    this.#note(me, payload, address, outcome);
    if (outcome === 'changed') {
      ring();
      const [account] = await database.query<Row>('account_one', one, [userId]);
      return account ? success(toAccount(account)) : notFound();
    }
    const subject = { kind: 'person', id: userId };
    const detail = { ...patch, outcome };
    const action = patch.unprotect
      ? 'account.unprotect'
      : patch.role === undefined
        ? 'account.deactivate'
        : 'account.role';
    await frequentActs.record({ actorId: me.id, action, subject, detail, address, refused: true });
    if (outcome === 'not_found') return notFound();
    if (outcome === 'forbidden') return failure('forbidden', 'only for admins');
    return failureWith({ reason: 'last_admin' }, 'conflict', 'nobody would be an admin any more');
  }

  #note({ id }: Me, payload: Payload<'account:update'>, address: string, outcome: Outcome): void {
    const { security } = this.#options;
    const { userId: of, role, deactivated, unprotect } = payload;
    const about = { address, userId: id, of };
    if (outcome !== 'changed') {
      security.refused('account_change_refused', { ...about, outcome });
      return;
    }
    if (role !== undefined) security.note('role_changed', { ...about, role });
    if (deactivated !== undefined) security.note(deactivated ? 'account_deactivated' : 'account_reactivated', about);
    if (unprotect) security.note('account_unprotected', about);
  }

  /** @param before done in the same transaction, and undone where the change is refused */
  async #change(values: unknown[], before: (transaction: Transaction) => Promise<void>): Promise<Outcome> {
    try {
      return await inTransaction(this.#options.database, async (transaction) => {
        await before(transaction);
        const [row] = await transaction.query<{ outcome: Outcome }>('account_update', update, values);
        if (row?.outcome !== 'changed') throw new Undone(row?.outcome ?? 'not_found');
        return row.outcome;
      });
    } catch (error) {
      if (error instanceof Undone) return error.outcome;
      throw error;
    }
  }

  // One letter too many, or none that could be sent, keeps no admin from helping somebody who lost their telephone.
  async #tell(transaction: Transaction, userId: string, language: Language): Promise<void> {
    const { mail, publicUrl } = this.#options;
    const [person] = await transaction.query<{ name: string; email: string }>('account_protected', protectedOne, [
      userId,
    ]);
    if (person === undefined) return;
    const values = { name: person.name, link: `${publicUrl}/sign-in` };
    const until = new Date(Date.now() + tellingDays * 86_400_000);
    await mail.add(transaction, { to: person.email, language, template: 'unprotected', values, until });
  }
}

/** Takes back what a transaction did, and says why. */
class Undone extends Error {
  readonly outcome: Outcome;

  constructor(outcome: Outcome) {
    super(outcome);
    this.outcome = outcome;
  }
}
