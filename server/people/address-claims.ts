import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Me } from '../../protocol/index.ts';
import { fromAddress } from '../audit/index.ts';
import type { JobList } from '../engine/jobs/add-job.ts';
import { type AnyJob, job, parsed } from '../engine/jobs/job.ts';
import type { Database } from '../engine/store/database.ts';
import { inTransaction } from '../engine/store/transaction.ts';
import { Language, type Mail } from '../mail/index.ts';
import { hashOfLink } from './one-time-links.ts';

/** For how long, in minutes, the link in a letter proves the address. */
const lasting = 1_440;

const fromNewcomer = { name: 'claim-address', schema: z.object({ email: z.string(), language: Language }) };

const byEmail = `select name from "user" where email = $1`;
const claimAsNewcomer = `
  insert into address_claim (token_hash, email, expires_at) values ($1, $2, now() + interval '${lasting} minutes')
  on conflict (email) where user_id is null do update
  set token_hash = excluded.token_hash, created_at = now(), expires_at = excluded.expires_at
  returning expires_at`;
const claimForAccount = `
  insert into address_claim (token_hash, email, user_id, expires_at)
  values ($1, $2, $3, now() + interval '${lasting} minutes')
  on conflict (user_id) do update
  set token_hash = excluded.token_hash, email = excluded.email, created_at = now(), expires_at = excluded.expires_at
  returning expires_at`;
const readNewcomer = `
  select id, email from address_claim where token_hash = $1 and user_id is null and expires_at > now()`;
const readForAccount = `
  select u.email, u.name, c.email as next from address_claim c join "user" u on u.id = c.user_id
  where c.token_hash = $1 and c.user_id = $2 and c.expires_at > now()`;
const change = `select change_address($1, $2) as outcome from ${fromAddress('$3')}`;

/** What became of a claim: `over`, of another account or never made; `taken`, the address is somebody's by now. */
export type Proved = 'changed' | 'over' | 'taken' | 'too_many_mails';

/** Takes back what a transaction did, and says why. */
class Undone extends Error {
  readonly outcome: Exclude<Proved, 'changed'>;

  constructor(outcome: Exclude<Proved, 'changed'>) {
    super(outcome);
    this.outcome = outcome;
  }
}

type Options = { database: Database; mail: Mail; jobs: JobList; publicUrl: string };

const newToken = (): string => randomBytes(24).toString('base64url');

/**
 * Addresses that people say are theirs, proved by the link of a letter that goes nowhere else. Until it is proved a newcomer has no
 * account, and an account keeps the address that it has.
 */
export class AddressClaims {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Whether an address can be proved at all. */
  get canSend(): boolean {
    return this.#options.mail.isOn;
  }

  /**
   * Has a letter sent to somebody who wants an account. Whether the address has one already is found out later, elsewhere: neither
   * the answer nor its time tells.
   */
  async askAsNewcomer(email: string, language: Language): Promise<void> {
    const { database, jobs } = this.#options;
    await inTransaction(database, (transaction) =>
      jobs.add(transaction, fromNewcomer, { key: randomUUID(), data: { email, language }, at: new Date() }),
    );
  }

  /** @returns the address that a newcomer proves with the link, while it can be used; the id is that of the claim */
  async ofNewcomer(token: string): Promise<{ id: string; email: string } | null> {
    const { database } = this.#options;
    const rows = await database.query<{ id: string; email: string }>('claim_of_newcomer', readNewcomer, [
      hashOfLink(token),
    ]);
    return rows[0] ?? null;
  }

  /**
   * Sends a letter to the address that an account is to have, in the place of an earlier one.
   * @returns false when the address, or who asks, had too many letters lately
   */
  async ask(me: Pick<Me, 'id' | 'name'>, email: string, language: Language): Promise<boolean> {
    const { database, mail, publicUrl } = this.#options;
    const token = newToken();
    return inTransaction(database, async (transaction) => {
      const until = new Date(Date.now() + lasting * 60_000);
      const values = { name: me.name, link: `${publicUrl}/confirm-address#token=${token}` };
      const letter = { to: email, language, template: 'confirmation', values, senderId: me.id, until } as const;
      if (!(await mail.add(transaction, letter))) return false;
      await transaction.query('claim_for_account', claimForAccount, [hashOfLink(token), email, me.id]);
      return true;
    });
  }

  /**
   * Gives an account the address whose link its owner has followed, and tells the one before.
   * @param by who follows the link: a stranger’s address must not become theirs by the stranger’s own click
   */
  async prove(by: { id: string; address: string }, token: string, language: Language): Promise<Proved> {
    const { database, mail, publicUrl } = this.#options;
    const hash = hashOfLink(token);
    try {
      return await inTransaction(database, async (transaction) => {
        const [former] = await transaction.query<{ email: string; name: string; next: string }>(
          'claim_read',
          readForAccount,
          [...[hash, by.id]],
        );
        if (former === undefined) throw new Undone('over');
        const values = { name: former.name, link: `${publicUrl}/sign-in` };
        const until = new Date(Date.now() + lasting * 60_000);
        const letter = { to: former.email, language, template: 'moved', values, until } as const;
        const isMoving = former.next !== former.email;
        if (mail.isOn && isMoving && !(await mail.add(transaction, letter))) throw new Undone('too_many_mails');
        const [row] = await transaction.query<{ outcome: 'changed' | 'over' | 'taken' }>('address_change', change, [
          ...[by.id, hash, by.address],
        ]);
        if (row?.outcome !== 'changed') throw new Undone(row?.outcome ?? 'over');
        return row.outcome;
      });
    } catch (error) {
      if (error instanceof Undone) return error.outcome;
      throw error;
    }
  }
}

/** Sends letters to newcomers: with the link to an account or, where there is one already, with that news. */
export const claimJobs = (database: Database, mail: Mail, publicUrl: string): AnyJob[] => [
  parsed(
    job(fromNewcomer.name, fromNewcomer, ({ email, language }) =>
      inTransaction(database, async (transaction) => {
        const to = { to: email, language, until: new Date(Date.now() + lasting * 60_000) };
        const [person] = await transaction.query<{ name: string }>('claim_person', byEmail, [email]);
        if (person !== undefined) {
          const values = { name: person.name, link: `${publicUrl}/sign-in` };
          await mail.add(transaction, { ...to, template: 'known', values });
          return;
        }
        const token = newToken();
        const values = { link: `${publicUrl}/sign-up#confirmation=${token}` };
        // Too many letters: the link that went out before stays the one that holds.
        if (await mail.add(transaction, { ...to, template: 'sign-up', values }))
          await transaction.query('claim_as_newcomer', claimAsNewcomer, [hashOfLink(token), email]);
      }),
    ),
  ),
];
