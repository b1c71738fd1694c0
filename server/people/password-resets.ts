import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { fromAddress } from '../audit/index.ts';
import type { JobList } from '../engine/jobs/add-job.ts';
import { type AnyJob, job, parsed } from '../engine/jobs/job.ts';
import type { Database } from '../engine/store/database.ts';
import { inTransaction } from '../engine/store/transaction.ts';
import { Language, type Mail } from '../mail/index.ts';
import { hashOfLink, type MadeLink, makeLink } from './one-time-links.ts';

const forgotten = {
  name: 'forgotten-password',
  schema: z.object({ email: z.string(), language: Language }),
};

const byEmail = 'select id from "user" where email = $1';
const read = `
  select u.name, u.email from one_time_link l join "user" u on u.id = l.user_id
  where l.token_hash = $1 and l.purpose = 'reset' and l.expires_at > now()`;
const use = `select use_reset_link($1, $2, $3, $4) as user_id from ${fromAddress('$5')}`;

/** The page that a link leads to. Behind the `#`: browsers do not send it, and no server between here and there logs it. */
export const resetAddress = (publicUrl: string, token: string): string => `${publicUrl}/new-password#token=${token}`;

/** New passwords for those who have forgotten theirs. */
export class PasswordResets {
  readonly #database: Database;
  readonly #mail: Mail;
  readonly #jobs: JobList;
  readonly #publicUrl: string;

  constructor(options: { database: Database; mail: Mail; jobs: JobList; publicUrl: string }) {
    this.#database = options.database;
    this.#mail = options.mail;
    this.#jobs = options.jobs;
    this.#publicUrl = options.publicUrl;
  }

  /** Whether a link can be sent; else admins make them. */
  get canSend(): boolean {
    return this.#mail.isOn;
  }

  /**
   * Has a link sent, where there is such an account. Whether there is one is found out later, elsewhere: neither the answer nor
   * its time tells.
   */
  async ask(email: string, language: Language): Promise<void> {
    await inTransaction(this.#database, (transaction) =>
      this.#jobs.add(transaction, forgotten, { key: randomUUID(), data: { email, language }, at: new Date() }),
    );
  }

  /** @returns a link that an admin hands over by themselves, once; or null */
  async makeByHand(
    userId: string,
    { by, address }: { by: string; address: string },
  ): Promise<{ link: string; expiresAt: Date } | null> {
    const made = await makeLink(this.#database, 'reset', { userId, by, address });
    return made && { link: resetAddress(this.#publicUrl, made.token), expiresAt: made.expiresAt };
  }

  /** @returns whose password a link would change, while it can */
  async ownerOf(token: string): Promise<{ name: string; email: string } | null> {
    const rows = await this.#database.query<{ name: string; email: string }>('link_read', read, [hashOfLink(token)]);
    return rows[0] ?? null;
  }

  /**
   * Changes the password, once, and ends all sessions of its owner.
   * @returns whose it was, or null when the link was used meanwhile
   */
  async use(
    token: string,
    hash: string,
    { endTokens, address }: { endTokens: boolean; address: string },
  ): Promise<string | null> {
    const given = [hashOfLink(token), hash, uuidv7(), endTokens, address];
    const [row] = await this.#database.query<{ user_id: string | null }>('link_use_reset', use, given);
    return row?.user_id ?? null;
  }
}

/** Sends links to those who asked for them and have an account. */
export const resetJobs = (database: Database, mail: Mail, publicUrl: string): AnyJob[] => [
  parsed(
    job(forgotten.name, forgotten, async ({ email, language }) => {
      const [person] = await database.query<{ id: string }>('person_by_email', byEmail, [email]);
      if (person === undefined) return;
      await inTransaction(database, async (transaction) => {
        const made = await makeLink(transaction, 'reset', { userId: person.id });
        if (made) await mail.add(transaction, letterOf(made, language, publicUrl));
      });
    }),
  ),
];

const letterOf = ({ token, email, name, expiresAt }: MadeLink, language: Language, publicUrl: string) => ({
  ...{ to: email, language, template: 'reset' as const, until: expiresAt },
  values: { name, link: resetAddress(publicUrl, token) },
});
