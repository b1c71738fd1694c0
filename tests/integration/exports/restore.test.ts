import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { checkFile } from '../../../server/exports/restore/check.ts';
import { restoreExport } from '../../../server/exports/restore/restore.ts';
import { type Person, type Seed, seedDatabase } from '../../support/seed.ts';
import { saveExport } from './save-export.ts';
import { haveATalk, say, type Talk } from './talk.ts';

const log = createLogger('silent', 'test');
const stack = new AsyncDisposableStack();
let folder: string;
let talk: Talk;
let source: { seed: Seed; database: Database };
let file: string;

const open = async () => {
  const seed = await seedDatabase();
  stack.defer(() => seed.close());
  const database = openDatabase(seed.databaseUrl, log);
  stack.defer(() => database.close());
  return { seed, database };
};

/** Writes an export to a file in the folder of this test. */
const exportTo = (database: Database, person: Person, name: string, roomId: string | null = null) =>
  saveExport(database, person, { path: join(folder, name), roomId });
const restore = (database: Database, path: string) => restoreExport(database, path, () => {});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'switchboard-restore-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  source = await open();
  talk = await haveATalk(source.seed);
  await source.seed.rows(`update conversation set owner_id = null where id = $1`, [talk.secret]);
  await say(source.seed, talk.room, talk.ada, {
    body: 'Signs that end lines elsewhere: \u2028 \u2029 \u0085 \r and a 汉字',
  });
  file = await exportTo(source.database, talk.admin, 'all.ndjson');
});
afterAll(() => stack.disposeAsync());

describe('an export that is restored into an empty installation', () => {
  it('comes out of it again as it went in: the same content, by its hash', async () => {
    const { seed, database } = await open();
    const { counts, leftOut, admin } = await restore(database, file);
    expect({ leftOut, admin }).toMatchObject({ leftOut: 0, admin: { id: talk.admin.id, name: '管理员' } });
    const before = await checkFile(file);
    expect(counts).toEqual(
      Object.fromEntries(Object.entries(before.end.counts).filter(([type]) => type !== 'workspace')),
    );
    const after = await checkFile(await exportTo(database, talk.admin, 'again.ndjson'));
    expect(after.end).toMatchObject({ counts: before.end.counts, content: before.end.content });
    expect(after.end.sha256, 'the first line says when').not.toBe(before.end.sha256);

    // What is not in the file but follows from it.
    for (const text of [
      'select id, member_count from conversation order by id',
      'select id, last_seq, last_version, closed, sealed from log order by id',
      'select * from mention order by user_id, conversation_id, seq',
    ])
      expect(await seed.rows(text), text).toEqual(await source.seed.rows(text));
    expect(await seed.rows('select from account')).toEqual([]);
    expect(await seed.rows(`select action, actor_id from audit_entry where action = 'system.restore'`)).toEqual([
      { action: 'system.restore', actor_id: null },
    ]);
  });

  it('is refused where there is anything already, and changes nothing there', async () => {
    const { seed, database } = await open();
    await seed.person('Somebody');
    await expect(restore(database, file)).rejects.toThrow('an export is restored into an empty one');
    expect(await seed.rows('select name from "user"')).toEqual([{ name: 'Somebody' }]);
    expect(await seed.rows('select from conversation')).toEqual([]);
  });
});

describe('a file that is not what was written', () => {
  const broken = async (name: string, change: (text: string) => string | Buffer) => {
    const path = join(folder, name);
    await writeFile(path, change(await readFile(file, 'utf8')));
    const { seed, database } = await open();
    const failure = await restore(database, path).then(
      () => 'restored',
      (error: Error) => error.message,
    );
    expect(await seed.rows('select from "user"'), 'nothing is written').toEqual([]);
    return failure;
  };

  it.each<[string, (text: string) => string | Buffer, RegExp]>([
    ['altered', (text) => text.replace('Between us', 'Between you'), /its hash is another one/],
    ['without a line', (text) => text.replace(/\{"type":"message".*\n/, ''), /its hash is another one/],
    ['cut off', (text) => text.slice(0, -500), /no end: the file was cut off/],
    [
      'cut off after a line',
      (text) => text.slice(0, text.trimEnd().lastIndexOf('\n') + 1),
      /no last line: it was cut off/,
    ],
    [
      'with a line that is no JSON',
      (text) => text.replace('{"type":"entry"', '{"type":"entry'),
      /^line \d+ is no JSON/,
    ],
    [
      'with a line of another type',
      (text) => text.replace('"type":"entry"', '"type":"exit"'),
      /^line \d+ is none that an export has/,
    ],
    ['with more behind its end', (text) => `${text}{"type":"end"}\n`, /is behind the end/],
    ['of a later version', (text) => text.replace('"format":2', '"format":3'), /has format 3.*use a later version/],
    ['empty', () => '', /the file is empty/],
    ['of something else', () => '{"type":"person"}\n', /^line 1 is none that an export has/],
  ])('%s is refused before anything is written, with a line that says why', async (name, change, why) => {
    expect(await broken(`${name}.ndjson`, change)).toMatch(why);
  });

  it('of one room is refused', async () => {
    const { seed, database } = await open();
    const path = await exportTo(source.database, talk.admin, 'room.ndjson', talk.room);
    await expect(restore(database, path)).rejects.toThrow('only one of everything can be restored');
    expect(await seed.rows('select from conversation')).toEqual([]);
  });
});
