import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clientEvents, limits, type Me, type PayloadInput } from '../../../protocol/index.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { readConfig } from '../../../server/config.ts';
import { JobList } from '../../../server/engine/jobs/add-job.ts';
import { Jobs } from '../../../server/engine/jobs/jobs.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { jobs, Mail, MailDesk } from '../../../server/mail/index.ts';
import { collectLog } from '../../support/log-lines.ts';
import { type MailServer, startMailServer } from '../../support/mail/mail-server.ts';
import { type Person, type Seed, seedDatabase } from '../../support/seed.ts';
import { unsaid } from '../../support/unsaid.ts';

const { log } = collectLog();
let seed: Seed;
let database: Database;
let server: MailServer;
let desk: MailDesk;
let mail: Mail;
let ada: Person;
let running: Jobs | undefined;

const deskWith = (url: string | undefined) => {
  const list = new JobList(database);
  const config = { SMTP_URL: url, MAIL_FROM: 'chat@example.com', PUBLIC_URL: 'http://localhost' };
  return new MailDesk({ database, mail: new Mail({ url, jobs: list }), jobs: list, config });
};

beforeAll(async () => {
  seed = await seedDatabase();
  database = openDatabase(seed.databaseUrl, log);
  server = await startMailServer();
  mail = new Mail({ url: server.url, jobs: new JobList(database) });
  desk = deskWith(server.url.replace('//', '//user:secret@'));
  ada = await seed.person('Ada', 'admin');
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
  running = new Jobs({
    database,
    log,
    jobs: jobs(readConfig({ SMTP_URL: server.url, MAIL_FROM: 'a@b.example' }), database),
  });
  running.start();
};
const caller = () => {
  const me: Me = { id: ada.id, name: 'Ada', ...unsaid, role: 'admin' };
  return { me, sessionId: 'a session', address: '192.0.2.9' };
};
const list = async (payload: PayloadInput<'mail:list'> = {}) => {
  const answer = await desk.list(clientEvents['mail:list'].payload.parse(payload));
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.data;
};
const write = (to: string, values: object = {}) =>
  mail.add(database, {
    ...{ to, language: 'en', template: 'reset', until: new Date(Date.now() + 3_600_000), ...values },
    values: { name: 'Lin', link: 'http://localhost/new-password#token=secret' },
  });

describe('letters, as an admin sees them', () => {
  it('are of a kind and in a state, to somebody who has an account or an address of which little is shown, and hold nothing', async () => {
    const [own] = await seed.rows<{ email: string }>('select email from "user" where id = $1', [ada.id]);
    await write(own?.email ?? '', { senderId: ada.id });
    await write('stranger@else.example');
    await seed.rows(`update mail set worthless_at = now() - interval '1 s' where recipient = 'stranger@else.example'`);
    const found = await list();
    expect(found.letters).toMatchObject([
      { kind: 'reset', state: 'over', to: null, address: 's…@else.example', by: null },
      { kind: 'reset', state: 'waiting', to: { id: ada.id, name: ada.name }, by: { id: ada.id }, attempts: 0 },
    ]);
    expect(JSON.stringify(found)).not.toMatch(/secret|stranger@/);
    expect(found).toMatchObject({ server: new URL(server.url).host, from: 'chat@example.com', next: null });
    expect((await list({ state: 'over' })).letters).toHaveLength(1);
    expect((await list({ kind: 'test' })).letters).toEqual([]);
  });

  it('come a page at a time, and no more than so many are looked through for those that are meant', async () => {
    await seed.rows(
      `insert into mail (recipient, language, template, worthless_at, sent_at)
       select n || '@many.example', 'en', 'reset', now(), now() from generate_series(1, $1::int) n`,
      [limits.searchedMails + 5],
    );
    const first = await list({ limit: 2 });
    const second = await list({ limit: 2, after: first.next ?? '' });
    const ids = [...first.letters, ...second.letters].map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([4, 4]);
    const none = await list({ state: 'failing' });
    expect(none.letters).toEqual([]);
    expect(none.next).not.toBeNull();
    expect(await list({ state: 'failing', after: none.next ?? '' })).toMatchObject({ letters: [], next: null });
  });
});

describe('a letter that was not taken', () => {
  it('says why, and is tried at once when an admin wants it, however long it would have waited; that is recorded', async () => {
    server.refuse(1, 451, 'greylisted, come back');
    work();
    await write('lin@example.com');
    await until('the refusal', async () => (await list({ state: 'failing' })).letters.length === 1);
    const [letter] = (await list()).letters;
    expect(letter?.problem).toContain('greylisted, come back');
    await until(
      'it to wait',
      async () => (await seed.rows(`select from pgboss.job where name = 'send-mail' and state = 'retry'`)).length === 1,
    );
    await seed.rows(`update pgboss.job set start_after = now() + interval '1 hour' where name = 'send-mail'`);
    const letterId = letter?.id ?? '';
    expect((await desk.retry(caller(), { letterId })).ok).toBe(true);
    await until('it to arrive', () => server.arrived.length === 1);
    await until('it to count as sent', async () => (await list({ state: 'sent' })).letters.length === 1);
    expect(await desk.retry(caller(), { letterId })).toMatchObject({ ok: false, error: { code: 'not_found' } });
    expect(server.arrived).toHaveLength(1);
    expect(
      await seed.rows('select action, actor_id, address from audit_entry where subject_id = $1', [letterId]),
    ).toEqual([{ action: 'system.retry', actor_id: ada.id, address: '192.0.2.9' }]);
  });
});

describe('a letter to oneself', () => {
  it('arrives at one’s own address in the language of the page', async () => {
    work();
    const [own] = await seed.rows<{ email: string }>('select email from "user" where id = $1', [ada.id]);
    expect(await desk.test(caller(), { language: 'zh' })).toMatchObject({
      ok: true,
      data: { kind: 'test', to: { id: ada.id }, by: { id: ada.id } },
    });
    await until('it to arrive', () => server.arrived.length === 1);
    expect(server.arrived[0]).toMatchObject({ to: [own?.email], subject: 'Switchboard 的邮件可以送达' });
  });

  it('is refused where no mail can be sent, and where there were too many', async () => {
    const silent = deskWith(undefined);
    const reason = async (of: MailDesk) => {
      const answer = await of.test(caller(), { language: 'en' });
      return answer.ok ? 'ok' : answer.error.data?.reason;
    };
    expect(await reason(silent)).toBe('no_mail');
    expect(await silent.list({ limit: 5 })).toMatchObject({ data: { server: null } });
    for (let n = 0; n < limits.mailsPerAddress; n += 1) expect(await reason(desk)).toBe('ok');
    expect(await reason(desk)).toBe('too_many_mails');
  });
});
