import { afterAll, beforeAll, expect, it } from 'vitest';
import { limits, ProfileUpdatePayload, pictureAddress } from '../../../protocol/index.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { Directory } from '../../../server/people/directory.ts';
import { picturesShown } from '../../../server/people/index.ts';
import { peopleJobs } from '../../../server/people/jobs.ts';
import { Profiles } from '../../../server/people/profiles.ts';
import { SessionUse } from '../../../server/people/session-use.ts';
import { Sessions } from '../../../server/people/sessions.ts';
import { pictureJobs } from '../../../server/pictures/jobs.ts';
import { type Person, type Seed, seedDatabase } from '../../support/seed.ts';

const secret = 'a secret of tests that need no instance';
let seed: Seed;
let database: Database;
let profiles: Profiles;
let directory: Directory;
let ada: Person;

beforeAll(async () => {
  seed = await seedDatabase(secret);
  database = openDatabase(seed.databaseUrl, createLogger('silent', 'test'));
  profiles = new Profiles({ database, ring: () => {} });
  directory = new Directory(database);
  ada = await seed.person('Ada');
});

afterAll(async () => {
  await database?.close();
  await seed?.close();
});

const say = (patch: object) => profiles.update({ me: ada, address: '192.0.2.3' }, ProfileUpdatePayload.parse(patch));
const asOthersSee = async () => (await directory.named([ada.id]))[0];
const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
const runJob = async (jobs: ReturnType<typeof peopleJobs>, name: string) => {
  const found = jobs.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`there is no job ${name}`);
  await found.run({});
};

it('what somebody says about themselves is what others are told, and what they leave out stays', async () => {
  const status = { emoji: '🌴', text: 'On holiday', until: inAnHour };
  await say({ title: 'Engineer', timeZone: 'Asia/Shanghai', status });
  await say({ name: 'Ada L.' });
  const said = { name: 'Ada L.', title: 'Engineer', timeZone: 'Asia/Shanghai', status, deactivated: false };
  expect(await asOthersSee()).toMatchObject(said);
  expect(await profiles.get({ userId: ada.id })).toMatchObject({ ok: true, data: { ...said, role: 'member' } });
  const use = new SessionUse(database);
  const { cookie } = await seed.session(ada);
  const identity = await new Sessions({ database, secret, cookieName: cookie.split('=')[0] ?? '', use }).byCookie(
    cookie,
  );
  expect(identity?.me).toMatchObject(said);
  await say({ title: null, status: null, timeZone: null });
  const told = await seed.rows('select action, actor_id, subject_id, address, detail from audit_entry');
  expect(told, 'that they are called otherwise, and not how').toEqual([
    { action: 'account.rename', actor_id: ada.id, subject_id: ada.id, address: '192.0.2.3', detail: {} },
  ]);
  expect(await asOthersSee()).toMatchObject({ title: null, status: null, timeZone: null });
});

it.each([
  ['a time zone that there is not', { timeZone: 'Mars/Olympus' }],
  ['a status without one emoji', { status: { emoji: 'ok', text: '' } }],
  ['a title that turns the text around it', { title: 'a\u202eb' }],
  ['a picture that is an address', { picture: 'https://tracker.example/pixel.gif' }],
])('%s is refused', (_what, patch) => {
  expect(ProfileUpdatePayload.safeParse(patch).success).toBe(false);
});

it('a status ends by itself: nobody is told of it any more, and a job takes it away', async () => {
  await say({ status: { emoji: '🍜', text: 'Lunch', until: inAnHour } });
  await seed.rows(`update "user" set status_until = now() - interval '1 second' where id = $1`, [ada.id]);
  expect(await asOthersSee()).toMatchObject({ status: null });
  await runJob(peopleJobs(database), 'clear-statuses');
  const left = await seed.rows('select status_emoji, status_text, status_until from "user" where id = $1', [ada.id]);
  expect(left).toEqual([{ status_emoji: null, status_text: null, status_until: null }]);
});

it('a picture elsewhere is never shown, whoever wrote its address into the database', async () => {
  await seed.rows(`update "user" set image = 'https://tracker.example/pixel.gif' where id = $1`, [ada.id]);
  expect(await asOthersSee()).toMatchObject({ image: null });
});

it('a picture that is shown is kept, another one goes after a day; what is not there cannot be shown', async () => {
  const [shown, unused, fresh] = ['a', 'b', 'c'].map((letter) => letter.repeat(64));
  for (const id of [shown, unused, fresh])
    await seed.rows(
      `insert into picture (id, small, large, created_at) values ($1, 's', 'l', now() - interval '2 days')`,
      [id],
    );
  await seed.rows('update picture set created_at = now() where id = $1', [fresh]);
  expect(await say({ picture: 'd'.repeat(64) })).toMatchObject({ ok: false, error: { code: 'not_found' } });
  await say({ picture: shown });
  expect(await asOthersSee()).toMatchObject({ image: pictureAddress(shown ?? '', 64) });
  await runJob(pictureJobs(database, [picturesShown]), 'prune-pictures');
  expect(await seed.rows('select id from picture order by id')).toEqual([{ id: shown }, { id: fresh }]);
});

it('when somebody was here is told to the hour, also after they have signed out', async () => {
  const { id } = await seed.session(ada);
  const use = new SessionUse(database);
  use.note([id]);
  await use.write();
  await seed.rows('delete from session where id = $1', [id]);
  const answer = await profiles.get({ userId: ada.id });
  const seenAt = answer.ok ? answer.data.lastSeenAt : null;
  expect(seenAt).toMatch(/:00:00\.000Z$/);
});

it('the largest page of people fits into what a page may hold', async () => {
  const people = await Promise.all(
    Array.from({ length: limits.peoplePage }, () => seed.person('漢'.repeat(limits.personName))),
  );
  const ids = people.map(({ id }) => id);
  await seed.rows(
    `update "user" set title = repeat('漢', ${limits.personTitle}), image = '/api/pictures/' || repeat('f', 64) || '/64',
       status_emoji = '👩‍👩‍👧‍👦', status_text = repeat('漢', ${limits.statusText}), status_until = now() + interval '1 day', time_zone = repeat('x', 64)
     where id = any ($1)`,
    [ids],
  );
  const page = await directory.list({ ids, limit: limits.peoplePage });
  expect(page).toMatchObject({ ok: true });
  expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(limits.pageBytes);
});
