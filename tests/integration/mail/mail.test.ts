import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../../protocol/index.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { readConfig } from '../../../server/config.ts';
import { JobList } from '../../../server/engine/jobs/add-job.ts';
import { Jobs } from '../../../server/engine/jobs/jobs.ts';
import { jobStates } from '../../../server/engine/jobs/state.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { inTransaction } from '../../../server/engine/store/transaction.ts';
import { jobs, type Letter, Mail } from '../../../server/mail/index.ts';
import { collectLog } from '../../support/log-lines.ts';
import { type MailServer, startMailServer } from '../../support/mail/mail-server.ts';
import { type Seed, seedDatabase } from '../../support/seed.ts';

const { log } = collectLog();
let seed: Seed;
let database: Database;
let server: MailServer;
let mail: Mail;
let running: Jobs | undefined;

beforeAll(async () => {
  seed = await seedDatabase();
  database = openDatabase(seed.databaseUrl, log);
  server = await startMailServer();
  mail = new Mail({ url: server.url, jobs: new JobList(database) });
});
afterAll(async () => {
  await server?.close();
  await database?.close();
  await seed?.close();
});
beforeEach(async () => {
  server.arrived.splice(0);
  await seed.rows('delete from mail');
  await seed.rows('delete from pgboss.job');
});
afterEach(() => running?.stop());

const work = () => {
  const config = readConfig({ SMTP_URL: server.url, MAIL_FROM: 'Switchboard <chat@example.com>' });
  running = new Jobs({ database, log, jobs: jobs(config, database) });
  running.start();
};
const hour = 3_600_000;
const letter = (over: Partial<Letter<'reset'>> = {}): Letter<'reset'> => ({
  to: `${randomUUID()}@example.com`,
  language: 'en',
  template: 'reset',
  values: { name: 'Ada', link: 'https://chat.example/reset?token=a&b' },
  until: new Date(Date.now() + hour),
  ...over,
});

describe('a letter', () => {
  it('arrives once its transaction is committed, in the language of whom it is for, as text and as HTML', async () => {
    work();
    await inTransaction(database, async (transaction) => {
      await mail.add(transaction, letter({ to: 'nobody@example.com' }));
      throw new Error('taken back');
    }).catch(() => {});
    const to = 'zhang@example.com';
    expect(await mail.add(database, letter({ to, language: 'zh' }))).toBe(true);
    await until('it to arrive', () => server.arrived.length > 0);
    const [arrived] = server.arrived;
    expect(arrived).toMatchObject({ to: [to], from: 'chat@example.com', subject: '重设 Switchboard 密码' });
    expect(arrived?.text).toContain('https://chat.example/reset?token=a&b');
    expect(arrived?.html).toContain('href="https://chat.example/reset?token=a&amp;b"');
    expect(arrived?.html).toContain('lang="zh-Hans"');
    await until(
      'it to count as sent',
      async () => (await seed.rows('select from mail where sent_at is null')).length === 0,
    );
    expect(server.arrived).toHaveLength(1);
    expect(await seed.rows('select recipient, content from mail')).toEqual([{ recipient: to, content: null }]);
  });

  it('shows what people have called themselves as text, on one line, and goes to one address', async () => {
    work();
    const name = 'Eve <img src=x>\r\nBcc: all@example.com';
    await mail.add(database, letter({ values: { name, link: 'https://chat.example/' } }));
    const address = 'one@example.com, two@example.com';
    await mail.add(database, letter({ to: address }));
    await until('the first to arrive', () => server.arrived.length > 0);
    const [arrived] = server.arrived;
    expect(arrived?.html).toContain('Eve &lt;img src=x&gt; Bcc: all@example.com');
    expect(arrived?.html).not.toContain('<img');
    expect(arrived?.text).toContain('Eve <img src=x> Bcc: all@example.com');
    expect(server.arrived.flatMap(({ to }) => to)).not.toContain('two@example.com');
  });

  it('that the mail server refuses is tried again until it is taken, and meanwhile one sees it and why', async () => {
    server.refuse(2, 451, 'greylisted, come back');
    work();
    await mail.add(database, letter());
    await until(
      'a refusal to be seen',
      async () => (await seed.rows('select from mail where problem is not null')).length > 0,
    );
    const [shown] = await seed.rows<{ problem: string }>('select problem from mail');
    expect(shown?.problem).toContain('greylisted, come back');
    await until('it to count as failing', async () =>
      (await jobStates(database)).some(({ name, failing }) => name === 'send-mail' && failing === 1),
    );
    await until('it to arrive', () => server.arrived.length > 0, 30_000);
    await until(
      'nothing to be left',
      async () => (await seed.rows('select from mail where problem is not null')).length === 0,
    );
    expect([server.refusals, server.arrived.length]).toEqual([2, 1]);
  });

  it('that nobody wants any more is not sent, and what was in it goes', async () => {
    await mail.add(database, letter({ to: 'late@example.com' }));
    await seed.rows(`update mail set worthless_at = now() - interval '1 minute'`);
    await mail.add(database, letter({ to: 'in.time@example.com' }));
    work();
    await until('both to be done', async () => {
      const [send] = (await jobStates(database)).filter(({ name }) => name === 'send-mail');
      return send?.waiting === 0 && send.active === 0;
    });
    expect(server.arrived.map(({ to }) => to)).toEqual([['in.time@example.com']]);
    const prune = jobs(readConfig({ SMTP_URL: server.url, MAIL_FROM: 'chat@example.com' }), database)[1];
    await prune?.run({});
    expect(await seed.rows('select from mail where content is not null')).toEqual([]);
  });

  it('is not added where an address or a person had too many, also by many at once', async () => {
    const many = await Promise.all(
      Array.from({ length: limits.mailsPerAddress + 5 }, () =>
        mail.add(database, letter({ to: 'flooded@example.com' })),
      ),
    );
    expect(many.filter(Boolean)).toHaveLength(limits.mailsPerAddress);
    const { id } = await seed.person('Ada');
    await seed.rows(
      `insert into mail (recipient, sender_id, language, template, worthless_at)
       select n || '@example.com', $1, 'en', 'reset', now() from generate_series(1, $2::int) n`,
      [id, limits.mailsPerSender],
    );
    expect(await mail.add(database, letter({ senderId: id }))).toBe(false);
    expect(await mail.add(database, letter())).toBe(true);
  });

  it('is not added where there is no mail server', async () => {
    const off = new Mail({ url: undefined, jobs: new JobList(database) });
    expect([off.isOn, await off.add(database, letter())]).toEqual([false, false]);
    expect(await seed.rows('select from mail')).toEqual([]);
  });
});
