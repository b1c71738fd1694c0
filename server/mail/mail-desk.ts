import {
  type Data,
  failureWith,
  type LetterSummary,
  LetterSummary as LetterSummarySchema,
  limits,
  notFound,
  type Payload,
  type Result,
  success,
} from '../../protocol/index.ts';
import { recordIn } from '../audit/index.ts';
import type { Config } from '../config.ts';
import type { Caller } from '../engine/events/handler.ts';
import type { JobList } from '../engine/jobs/add-job.ts';
import type { Database } from '../engine/store/database.ts';
import { inTransaction, type Transaction } from '../engine/store/transaction.ts';
import { type Mail, sendMail } from './mail.ts';

// Newer than any letter: ids are in the order of time.
const newest = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const walk = 'select m.* from mail m where m.id < $1 order by m.id desc';
const stateOf = `
  case when m.sent_at is not null then 'sent' when m.content is null or m.worthless_at <= now() then 'over'
       when m.problem is not null then 'failing' else 'waiting' end`;
const person = (column: string, value: string) => `
  (select json_build_object('id', u.id, 'name', u.name) from "user" u where u.${column} = ${value})`;
const columns = `
  m.id, m.template as kind, m.state, ${person('email', 'm.recipient')} as "to", ${person('id', 'm.sender_id')} as by,
  left(m.recipient, 1) || '…@' || split_part(m.recipient, '@', 2) as address, m.created_at as "createdAt",
  m.tried_at as "triedAt", m.attempts, m.problem, m.worthless_at as until`;

const list = `
  select ${columns} from (
    select * from (select m.*, ${stateOf} as state from (${walk} limit ${limits.searchedMails}) m) m
    where ($2::text is null or m.template = $2) and ($3::text is null or m.state = $3)
    order by m.id desc limit $4
  ) m
  order by m.id desc`;
const reach = `select m.id from (${walk} offset ${limits.searchedMails - 1} limit 1) m`;
const one = `select ${columns} from (select m.*, ${stateOf} as state from mail m where m.id = $1) m`;
const unsent = `
  select m.id from mail m where m.id = $1 and m.sent_at is null and m.content is not null and m.worthless_at > now()`;
const ownAddress = 'select u.email from "user" u where u.id = $1';

type Row = Record<'createdAt' | 'until', Date> & { id: string; triedAt: Date | null };

const toSummary = ({ createdAt, triedAt, until, ...row }: Row): LetterSummary =>
  LetterSummarySchema.parse({
    ...row,
    createdAt: createdAt.toISOString(),
    triedAt: triedAt?.toISOString() ?? null,
    until: until.toISOString(),
  });

/** The mail server, without what one signs in to it with. */
const serverOf = (url: string | undefined): string | null => (url === undefined ? null : new URL(url).host);

type Options = {
  database: Database;
  mail: Mail;
  jobs: JobList;
  config: Pick<Config, 'SMTP_URL' | 'MAIL_FROM' | 'PUBLIC_URL'>;
};

/** What admins see of mail, and do about it. */
export class MailDesk {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** The latest letters, a page at a time, and whether any can be sent. */
  async list({ kind, state, after, limit }: Payload<'mail:list'>): Promise<Result<Data<'mail:list'>>> {
    const { database, config } = this.#options;
    const from = after ?? newest;
    const rows = await database.query<Row>('mails_list', list, [from, kind ?? null, state ?? null, limit]);
    const last = rows.length === limit ? rows.at(-1) : undefined;
    const next = last ?? (await database.query<{ id: string }>('mails_reach', reach, [from]))[0];
    return success({
      ...{ letters: rows.map(toSummary), next: next?.id ?? null },
      ...{ server: serverOf(config.SMTP_URL), from: config.MAIL_FROM ?? null },
    });
  }

  /** Has a letter tried at once that waits for its next attempt; recorded. One that is being tried now is left alone. */
  async retry({ me, address }: Caller, { letterId }: Payload<'mail:retry'>): Promise<Result<LetterSummary>> {
    const { database, jobs } = this.#options;
    const found = await inTransaction(database, async (transaction) => {
      if ((await transaction.query('mail_unsent', unsent, [letterId])).length === 0) return false;
      await jobs.hasten(transaction, sendMail, letterId);
      const subject = { kind: 'letter', id: letterId };
      await recordIn(transaction, { actorId: me.id, action: 'system.retry', subject, address });
      return true;
    });
    return found ? this.#one(database, letterId) : notFound();
  }

  /** Sends a letter to the address of whoever asks. */
  async test({ me }: Caller, { language }: Payload<'mail:test'>): Promise<Result<LetterSummary>> {
    const { database, mail, config } = this.#options;
    if (!mail.isOn) return failureWith({ reason: 'no_mail' }, 'conflict', 'no mail can be sent here');
    const [own] = await database.query<{ email: string }>('mail_own_address', ownAddress, [me.id]);
    if (own === undefined) return notFound();
    return inTransaction(database, async (transaction) => {
      const values = { name: me.name, link: config.PUBLIC_URL };
      const until = new Date(Date.now() + limits.testMailMinutes * 60_000);
      const letter = { to: own.email, language, template: 'test', values, senderId: me.id, until } as const;
      const id = await mail.put(transaction, letter);
      if (id === null)
        return failureWith({ reason: 'too_many_mails' }, 'conflict', 'too many letters to you, or by you');
      return this.#one(transaction, id);
    });
  }

  async #one(where: Pick<Database | Transaction, 'query'>, id: string): Promise<Result<LetterSummary>> {
    const [row] = await where.query<Row>('mails_one', one, [id]);
    return row === undefined ? notFound() : success(toSummary(row));
  }
}
