import { until } from '../../../scripts/installation/waiting.ts';
import { readConfig } from '../../../server/config.ts';
import { JobList } from '../../../server/engine/jobs/add-job.ts';
import { Jobs } from '../../../server/engine/jobs/jobs.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { Mail, jobs as mailJobs } from '../../../server/mail/index.ts';
import { claimJobs, resetJobs } from '../../../server/people/index.ts';
import { type Arrived, type MailServer, startMailServer } from '../../support/mail/mail-server.ts';
import { openWeb, type Web } from './web.ts';

/** A site whose letters arrive: at a real SMTP server, sent by a worker. */
export type MailingWeb = Web & {
  server: MailServer;
  /** Settings of another instance beside it. */
  env: Record<string, string>;
  /** The next letter to somebody; those before it are forgotten. */
  letterTo(email: string): Promise<Arrived>;
};

/** @param stack ends all of it */
export const openMailingWeb = async (
  stack: AsyncDisposableStack,
  env: Record<string, string> = {},
): Promise<MailingWeb> => {
  const server = await startMailServer();
  stack.defer(() => server.close());
  const settings = { SMTP_URL: server.url, MAIL_FROM: 'chat@example.com', ...env };
  const web = await openWeb(stack, { env: settings });
  const { database } = web;
  const mail = new Mail({ url: server.url, jobs: new JobList(database) });
  const due = [
    ...mailJobs(readConfig(settings), database),
    ...resetJobs(database, mail, web.url),
    ...claimJobs(database, mail, web.url),
  ];
  const worker = new Jobs({ database, log: createLogger('silent', 'test'), jobs: due });
  worker.start();
  stack.defer(() => worker.stop());
  const letterTo = async (email: string): Promise<Arrived> => {
    const find = () => server.arrived.findIndex(({ to }) => to.includes(email));
    await until(`a letter to ${email}`, () => find() >= 0);
    const [letter] = server.arrived.splice(find(), 1);
    if (letter === undefined) throw new Error('the letter is gone');
    return letter;
  };
  return { ...web, server, env: settings, letterTo };
};

/** @returns the secret that the link of a letter carries behind the # */
export const secretIn = ({ text }: Pick<Arrived, 'text'>): string => /#\w+=(\S+)/.exec(text)?.[1] ?? 'no secret';
