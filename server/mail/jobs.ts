import { z } from 'zod';
import { type AnyJob, job, parsed } from '../engine/jobs/job.ts';
import type { Database } from '../engine/store/database.ts';
import { inParts, rowsAtOnce } from '../engine/store/in-parts.ts';
import { compose } from './compose.ts';
import { Language, letters, Template } from './letter.ts';
import { sendMail } from './mail.ts';
import type { Transport } from './transport.ts';

const longestProblem = 500;

const take = `
  update mail set attempts = attempts + 1, tried_at = now()
  where id = $1 and sent_at is null and content is not null and worthless_at > now()
  returning recipient, language, template, content`;
// The link in it is nobody's business any more.
const sent = 'update mail set sent_at = now(), content = null, problem = null where id = $1';
const failed = 'update mail set problem = $2 where id = $1';
const drop = `
  update mail set content = null where id in (
    select m.id from mail m where m.content is not null and m.worthless_at <= now() limit ${rowsAtOnce})
  returning id`;
const prune = `
  delete from mail where id in (
    select m.id from mail m where m.created_at < now() - interval '30 days' and m.worthless_at <= now() limit ${rowsAtOnce})
  returning id`;

type Row = { recipient: string; language: string; template: string; content: unknown };

const write = ({ language, template, content }: Row) => {
  const name = Template.parse(template);
  return compose(Language.parse(language), name, letters[name].parse(content));
};

/** Names the reason, not the whole conversation with a server. */
const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').slice(0, longestProblem);

/** What happens to letters: each is tried until the mail server takes it, or nobody wants it any more. */
export const mailJobs = (database: Database, transport: Transport): AnyJob[] => [
  parsed(
    job(sendMail.name, sendMail, async ({ id }) => {
      const [row] = await database.query<Row>('mail_take', take, [id]);
      if (row === undefined) return;
      try {
        await transport.send({ id, to: row.recipient, ...write(row) });
      } catch (error) {
        await database.query('mail_failed', failed, [id, reasonOf(error)]);
        throw error;
      }
      await database.query('mail_sent', sent, [id]);
    }),
  ),
  parsed(
    job('prune-mail', { schema: z.object({}), cron: '47 * * * *' }, async () => {
      await inParts(async () => (await database.query('mail_drop', drop, [])).length);
      await inParts(async () => (await database.query('mail_prune', prune, [])).length);
    }),
  ),
];
