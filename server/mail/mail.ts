import { z } from 'zod';
import { limits } from '../../protocol/index.ts';
import type { JobList } from '../engine/jobs/add-job.ts';
import type { Database } from '../engine/store/database.ts';
import { inTransaction, type Transaction } from '../engine/store/transaction.ts';
import type { Content, Language, Template } from './letter.ts';

/** The job that sends one letter; see jobs.ts. */
export const sendMail = {
  name: 'send-mail',
  schema: z.object({ id: z.uuid() }),
  // A mail server that refuses is not asked every few seconds for days.
  longestWait: 900,
};

/** A letter to somebody. */
export type Letter<T extends Template> = {
  to: string;
  language: Language;
  template: T;
  values: Content<T>;
  /** Who causes it, where that is somebody who is signed in. */
  senderId?: string;
  /** From then on it is worth nothing, and is no longer tried. */
  until: Date;
};

const add = 'select add_mail($1, $2, $3, $4, $5, $6, $7, $8) as id';

const isDatabase = (where: Transaction | Database): where is Database => 'pool' in where;

/** Letters to be sent. They leave by a job, in whatever instance has the role `worker`. */
export class Mail {
  /** Whether there is a way to send any. Where it is not, whoever would write offers another way. */
  readonly isOn: boolean;
  readonly #jobs: JobList;

  /** @param options.url SMTP_URL */
  constructor(options: { url: string | undefined; jobs: JobList }) {
    this.isOn = options.url !== undefined;
    this.#jobs = options.jobs;
  }

  /**
   * Adds a letter. In a transaction it leaves when that is committed, and only then; the lock that counts letters is held until
   * then, so nothing is waited for afterwards, and it comes before the entry of the audit log.
   * @returns false when its address or sender had too many lately, or there is no way to send it
   */
  async add<T extends Template>(where: Transaction | Database, letter: Letter<T>): Promise<boolean> {
    if (isDatabase(where)) return inTransaction(where, (transaction) => this.add(transaction, letter));
    return (await this.put(where, letter)) !== null;
  }

  /** As {@link add}. @returns the id of the letter, or null where it was not added */
  async put<T extends Template>(transaction: Transaction, letter: Letter<T>): Promise<string | null> {
    if (!this.isOn) return null;
    const { to, language, template, values, senderId = null, until } = letter;
    const counted = [limits.mailsPerAddress, limits.mailsPerSender];
    const given = [to, language, template, JSON.stringify(values), senderId, until, ...counted];
    const [row] = await transaction.query<{ id: string | null }>('mail_add', add, given);
    if (!row?.id) return null;
    await this.#jobs.add(transaction, sendMail, { key: row.id, data: { id: row.id }, at: new Date() });
    return row.id;
  }
}
