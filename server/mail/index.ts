import type { Config } from '../config.ts';
import type { AnyJob } from '../engine/jobs/job.ts';
import type { Database } from '../engine/store/database.ts';
import { mailJobs } from './jobs.ts';
import { createTransport } from './transport.ts';

export { mailHandlers } from './handlers.ts';
export { Language } from './letter.ts';
export { type Letter, Mail } from './mail.ts';
export { MailDesk } from './mail-desk.ts';

/** What happens to letters, where there is a mail server. */
export const jobs = (
  { SMTP_URL: url, MAIL_FROM: from, PUBLIC_URL }: Pick<Config, 'SMTP_URL' | 'MAIL_FROM' | 'PUBLIC_URL'>,
  database: Database,
): AnyJob[] =>
  url === undefined || from === undefined
    ? []
    : mailJobs(database, createTransport({ url, from, host: new URL(PUBLIC_URL).hostname }));
