import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../../protocol/index.ts';
import { JobList } from '../../../server/engine/jobs/add-job.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { readExport } from '../../../server/exports/download.ts';
import { Exports } from '../../../server/exports/exports.ts';
import { Line, type LineOf, type LineType } from '../../../server/exports/format.ts';
import type { Cursor, Page } from '../../../server/exports/section.ts';
import { roomMessages } from '../../../server/exports/sections/messages.ts';
import { writeExport } from '../../../server/exports/write.ts';
import { type Person, type Seed, seedDatabase } from '../../support/seed.ts';
import { unsaid } from '../../support/unsaid.ts';
import { haveATalk, say, type Talk } from './talk.ts';

const log = createLogger('silent', 'test');
let seed: Seed;
let database: Database;
let exports: Exports;
let talk: Talk;

beforeAll(async () => {
  seed = await seedDatabase();
  database = openDatabase(seed.databaseUrl, log);
  exports = new Exports({ database, jobs: new JobList(database) });
  talk = await haveATalk(seed);
});
afterAll(async () => {
  await database?.close();
  await seed?.close();
});

const by = (person: Person) => ({ me: { ...person, ...unsaid }, address: '192.0.2.9' });
const data = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.data;
};
const outcome = (result: Result<unknown>) => (result.ok ? 'done' : (result.error.data?.reason ?? result.error.code));

/** The whole text of an export, as it is downloaded. */
const textOf = async (person: Person, id: string): Promise<string> => {
  const file = await exports.take(by(person), id);
  if (file === null) throw new Error('there is no such file');
  const parts: Buffer[] = [];
  for await (const part of readExport(database, file)) parts.push(part);
  const text = Buffer.concat(parts);
  expect(text.length, 'as long as was said').toBe(file.bytes);
  return text.toString('utf8');
};
const linesOf = (text: string): Line[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => Line.parse(JSON.parse(line)));
const only = <Type extends LineType>(lines: Line[], type: Type): LineOf<Type>[] =>
  lines.filter((line): line is LineOf<Type> => line.type === type);

const written = async (
  person: Person,
  roomId: string | null | 'own',
): Promise<{ id: string; text: string; lines: Line[] }> => {
  const made = roomId === 'own' ? await exports.createOwn(by(person)) : await exports.create(by(person), { roomId });
  const { id } = data(made);
  await writeExport({ database, log }, id);
  const text = await textOf(person, id);
  await exports.cancel(by(person), { exportId: id });
  return { id, text, lines: linesOf(text) };
};

describe('an export of a room', () => {
  it('holds its people and everything said there, and nothing else', async () => {
    const { lines } = await written(talk.admin, talk.room);
    expect(lines.map(({ type }) => type)).toEqual([
      ...['header', 'person', 'person', 'person', 'conversation', 'membership', 'membership', 'membership'],
      ...['message', 'message', 'message', 'log', 'end'],
    ]);
    const [first, second, third] = only(lines, 'message');
    expect(first).toMatchObject({
      ...{ authorName: 'Ada', seq: 1, reactions: { '👍': [talk.bob.id, talk.guest.id] }, deletedAt: null },
      body: `你好，<@${talk.bob.id}> 👋\n第二行 "引号"`,
    });
    expect(second).toMatchObject({ replyToId: first?.id, editedAt: expect.any(String) });
    expect(third).toMatchObject({ body: '', deletedAt: expect.any(String), authorName: '客人' });
    expect(only(lines, 'person').map(({ name, email }) => [name, email])).toContainEqual(['Bob', undefined]);
    expect(only(lines, 'log')).toEqual([{ type: 'log', kind: 'conversation', id: talk.room, seq: 3, version: 6 }]);
  });

  it('says at its end how many lines there are, and a hash that anybody can compute again', async () => {
    const { text, lines } = await written(talk.admin, talk.room);
    const end = lines.at(-1);
    if (end?.type !== 'end') throw new Error('the last line is another one');
    expect(end.counts).toEqual({ person: 3, conversation: 1, membership: 3, message: 3, log: 1 });
    const before = text.slice(0, text.trimEnd().lastIndexOf('\n') + 1);
    expect(end.sha256).toBe(createHash('sha256').update(before).digest('hex'));
    expect(end.content).toBe(
      createHash('sha256')
        .update(before.slice(before.indexOf('\n') + 1))
        .digest('hex'),
    );
  });

  it('has the same content as long as nothing is said, and another one then', async () => {
    const content = async () => only((await written(talk.admin, talk.room)).lines, 'end')[0]?.content;
    const before = await content();
    expect(await content()).toBe(before);
    const id = await say(seed, talk.room, talk.ada);
    expect(await content()).not.toBe(before);
    await seed.rows('delete from message where id = $1', [id]);
    await seed.rows('update log set last_seq = 3, last_version = 6 where id = $1', [talk.room]);
  });

  it('with many long messages comes in parts, none larger than a row may be, each message once', async () => {
    const room = await seed.room([talk.ada]);
    await seed.rows(
      `insert into message (conversation_id, seq, version, author_id, client_id, body)
       select $1, n, n, $2, gen_random_uuid(), repeat(md5(n::text) || '汉字', 200) from generate_series(1, 900) n`,
      [room, talk.ada.id],
    );
    await seed.rows('update log set last_seq = 900, last_version = 900 where id = $1', [room]);
    const { id, lines } = await written(talk.admin, room);
    expect(only(lines, 'message').map(({ seq }) => seq)).toEqual(Array.from({ length: 900 }, (_, at) => at + 1));
    const [sizes] = await seed.rows(
      'select count(*)::int as n, max(length(bytes))::int as most from export_part where export_id = $1',
      [id],
    );
    expect(sizes?.n).toBeGreaterThan(3);
    expect(sizes?.most).toBeLessThanOrEqual(1_000_000);
  });
});

describe('an export of everything', () => {
  it('holds people, pictures, rooms, memberships, messages, drafts, tickets and settings, and no secret', async () => {
    await seed.session(talk.ada);
    const { token } = await seed.apiToken(talk.ada);
    await seed.rows(
      `insert into account (id, account_id, provider_id, user_id, password) values (gen_random_uuid(), 'x', 'credential', $1, 'the-password-hash')`,
      [talk.ada.id],
    );
    const { text, lines } = await written(talk.admin, null);
    expect(only(lines, 'end')[0]?.counts).toMatchObject({
      ...{ workspace: 1, picture: 1, person: 6, conversation: 4, membership: 7, departure: 1 },
      ...{ message: 906, entry: 1, ticket: 1, deed: 3, conflict: 1, log: 5 },
    });
    expect(only(lines, 'workspace')).toMatchObject([{ name: '团队', defaultRooms: [talk.room] }]);
    expect(only(lines, 'ticket')).toMatchObject([
      { reason: '超出限额', raw: expect.stringContaining('12345678901234567890') },
    ]);
    const secrets = await seed.rows<{ secret: string }>(
      `select token as secret from session union all select key from apikey union all select password from account
       union all select encode(bus_key, 'hex') from installation`,
    );
    expect(secrets.length).toBeGreaterThan(3);
    for (const { secret } of [...secrets, { secret: token }]) expect(text).not.toContain(secret);
  });
});

describe('an export of what is one’s own', () => {
  it('holds one’s profile, memberships, drafts, own messages and direct conversations, and nothing that others said elsewhere', async () => {
    const { text, lines } = await written(talk.bob, 'own');
    expect(only(lines, 'person').map(({ name, role }) => [name, role])).toEqual([['Bob', 'handler']]);
    expect(
      only(lines, 'message')
        .map(({ body, authorName }) => [body, authorName])
        .sort(),
    ).toEqual([
      ['An answer', undefined],
      ['Between us', 'Ada'],
      ['Nobody else reads this', undefined],
      ['只有我们', 'Bob'],
    ]);
    expect(only(lines, 'membership').every(({ userId }) => userId === talk.bob.id)).toBe(true);
    expect(text).not.toContain('你好');
  });

  it('of a guest holds nothing of people and rooms that are not theirs', async () => {
    const { lines } = await written(talk.guest, 'own');
    expect(only(lines, 'conversation').map(({ id }) => id)).toEqual([talk.room]);
    expect(only(lines, 'message')).toMatchObject([{ authorId: talk.guest.id, body: '' }]);
  });
});

describe('a room in which people go on talking while it is exported', () => {
  it('is in the file as it was when its log was begun: what is sent between two pages is not', async () => {
    const room = await seed.room([talk.ada]);
    await seed.rows(
      `insert into message (conversation_id, seq, version, author_id, client_id, body)
       select $1, n, n, $2, gen_random_uuid(), 'before' from generate_series(1, 250) n`,
      [room, talk.ada.id],
    );
    await seed.rows('update log set last_seq = 250, last_version = 250 where id = $1', [room]);
    const lines: Line[] = [];
    let pages = 0;
    for (let after: Cursor | null = null, goesOn = true; goesOn; pages += 1) {
      const page: Page = await roomMessages.read(database, room, after);
      lines.push(...page.lines);
      await say(seed, room, talk.ada, { body: 'meanwhile' });
      after = page.next;
      goesOn = after !== null;
    }
    expect(pages, 'the head, two pages and the end').toBe(4);
    expect(only(lines, 'message').map(({ seq }) => seq)).toEqual(Array.from({ length: 250 }, (_, at) => at + 1));
    expect(only(lines, 'log')).toEqual([{ type: 'log', kind: 'conversation', id: room, seq: 250, version: 250 }]);
  });
});

describe('asking for exports', () => {
  const running = () => seed.rows(`update export set state = 'cancelled' where state in ('waiting', 'running')`);

  it('of a room or everything is for admins; a room there is not is not found', async () => {
    expect(outcome(await exports.create(by(talk.bob), { roomId: null }))).toBe('forbidden');
    expect(outcome(await exports.create(by(talk.bob), { roomId: talk.room }))).toBe('forbidden');
    const [others] = await seed.rows(`select make_export($1, gen_random_uuid(), 'person', $2, 9, 9, 9) as outcome`, [
      talk.bob.id,
      talk.ada.id,
    ]);
    expect(others?.outcome, 'what is another one’s own').toBe('forbidden');
    expect(outcome(await exports.create(by(talk.admin), { roomId: talk.direct })), 'no room').toBe('not_found');
    const { rows } = await seed.pool.query(`select state from export where asked_by = $1`, [talk.bob.id]);
    expect(rows.filter(({ state }) => state === 'waiting')).toEqual([]);
  });

  it('is bounded: one at a time of a person, two of all, also when they ask at once, and five that are kept', async () => {
    const two = await Promise.all([exports.createOwn(by(talk.ada)), exports.createOwn(by(talk.ada))]);
    expect(two.map(outcome).sort()).toEqual(['done', 'export_running']);
    const others = await Promise.all([talk.bob, talk.guest, talk.admin].map((person) => exports.createOwn(by(person))));
    expect(others.map(outcome).sort()).toEqual(['done', 'exports_busy', 'exports_busy']);
    await running();
    for (let made = 0; made < 5; made += 1) {
      const { id } = data(await exports.createOwn(by(talk.ada)));
      await writeExport({ database, log }, id);
    }
    expect(outcome(await exports.createOwn(by(talk.ada)))).toBe('too_many_exports');
    const { exports: kept } = data(await exports.listOwn(by(talk.ada)));
    expect(kept).toHaveLength(5);
    for (const { id } of kept) expect(outcome(await exports.cancel(by(talk.ada), { exportId: id }))).toBe('done');
    expect(outcome(await exports.createOwn(by(talk.ada)))).toBe('done');
    await running();
  });

  it('lets nobody have another one’s file, see it, or stop it; admins those of rooms and everything', async () => {
    const { id: own } = data(await exports.createOwn(by(talk.ada)));
    expect(await exports.take(by(talk.ada), own), 'before it is done').toBeNull();
    await writeExport({ database, log }, own);
    for (const stranger of [talk.bob, talk.guest, talk.admin]) {
      expect(await exports.take(by(stranger), own)).toBeNull();
      expect(outcome(await exports.open(by(stranger), { exportId: own }))).toBe('not_found');
      expect(outcome(await exports.cancel(by(stranger), { exportId: own }))).toBe('not_found');
      expect(data(await exports.listOwn(by(stranger))).exports.map(({ id }) => id)).not.toContain(own);
    }
    expect(data(await exports.list()).exports.map(({ id }) => id)).not.toContain(own);
    expect(data(await exports.open(by(talk.ada), { exportId: own })).path).toBe(`/api/exports/${own}`);

    const { id: all } = data(await exports.create(by(talk.admin), { roomId: null }));
    await writeExport({ database, log }, all);
    const other = await seed.person('Other admin', 'admin');
    expect(await exports.take(by(talk.bob), all)).toBeNull();
    expect(await exports.take(by({ ...talk.admin, role: 'member' }), all), 'who is no admin any more').toBeNull();
    expect(await exports.take(by(other), all)).toMatchObject({ id: all });
    expect(outcome(await exports.cancel(by(other), { exportId: all }))).toBe('done');
    expect(await exports.take(by(other), all)).toBeNull();
    await seed.rows('delete from "user" where id = $1', [other.id]);
  });

  it('is recorded, and so is each time that a file is had, or given up', async () => {
    const { id } = data(await exports.create(by(talk.admin), { roomId: talk.room }));
    await writeExport({ database, log }, id);
    await exports.take(by(talk.admin), id);
    await exports.cancel(by(talk.admin), { exportId: id });
    const entries = await seed.rows<{ action: string; address: string; detail: object }>(
      'select action, address, detail from audit_entry where subject_id = $1 order by seq',
      [id],
    );
    expect(entries).toEqual([
      { action: 'export.create', address: '192.0.2.9', detail: { scope: 'room', room: talk.room } },
      { action: 'export.download', address: '192.0.2.9', detail: {} },
      { action: 'export.cancel', address: '192.0.2.9', detail: {} },
    ]);
  });
});
