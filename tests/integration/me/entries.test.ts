import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { limits, type PersonalEntry, type Result } from '../../../protocol/index.ts';
import type { Batch } from '../../../server/engine/log/batch.ts';
import { readChanges } from '../../../server/engine/log/changes.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { logKinds, personalSources } from '../../../server/log-kinds.ts';
import { logOfPerson } from '../../../server/me/index.ts';
import { Personal, type Wish } from '../../../server/me/personal.ts';
import { type Person, type Seed, seedDatabase } from '../../support/seed.ts';

const log = createLogger('silent', 'test');

let seed: Seed;
let database: Database;
let ada: Person;
let bob: Person;
let personal: Personal;
let published: Batch[] = [];

beforeAll(async () => {
  seed = await seedDatabase();
  database = openDatabase(seed.databaseUrl, log);
});

afterAll(async () => {
  await database?.close();
  await seed?.close();
});

beforeEach(async () => {
  [ada, bob] = [await seed.person('Ada'), await seed.person('Bob')];
  published = [];
  personal = new Personal({ database, sources: personalSources, publish: (some) => void published.push(...some), log });
});

/** No kind of the product writes entries yet: this is one of the test's own. */
const note = (text: string | null, more: Partial<Wish> = {}, { id } = ada) =>
  personal.write(id, { kind: 'note', name: 'one', content: text === null ? null : { note: { text } }, ...more });

const data = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.data;
};

const changes = async (afterVersion = 0, { id } = ada, limit = 500) =>
  data(await personal.changes(id, { afterVersion, limit }));
const entry = (version: number, text: string, id = 'note:one') => ({
  ...{ id, version, deleted: false, content: { note: { text } } },
});

describe('what is one person’s own', () => {
  it('is what was written last, and each change is published once, in the order of versions', async () => {
    expect(data(await note('a'))).toEqual(entry(1, 'a'));
    expect(data(await note('b'))).toEqual(entry(2, 'b'));
    expect(data(await note('c', { name: 'other' }))).toEqual(entry(3, 'c', 'note:other'));
    expect(await changes()).toEqual({
      entries: [entry(2, 'b'), entry(3, 'c', 'note:other')],
      ...{ version: 3, complete: true },
    });
    expect(published.map(({ log: of, after, version }) => [of, after, version])).toEqual(
      [0, 1, 2].map((after) => [logOfPerson(ada.id), after, after + 1]),
    );
  });

  it('is nobody else’s', async () => {
    await note('a');
    await note('b', {}, bob);
    expect(await changes(0, bob)).toEqual({ entries: [entry(1, 'b')], version: 1, complete: true });
  });

  it('changes nothing when it is written once more as it is, or deleted where nothing is', async () => {
    await note('a');
    published = [];
    expect(data(await note('a'))).toEqual(entry(1, 'a'));
    expect(data(await note(null, { name: 'nothing' }))).toMatchObject({ version: 0, deleted: true });
    expect([(await changes()).version, published]).toEqual([1, []]);
  });

  it('is kept where a device writes that has not seen it: it hears what won, also of a deletion', async () => {
    data(await note('a', { seen: 0 }));
    const lost = await note('b', { seen: 0 });
    expect(lost).toMatchObject({ ok: false, error: { code: 'conflict', data: { entry: entry(1, 'a') } } });
    data(await note(null, { seen: 1 }));
    expect(await note('c', { seen: 1 })).toMatchObject({
      error: { code: 'conflict', data: { entry: { id: 'note:one', version: 2, deleted: true, content: {} } } },
    });
    expect(data(await note('d', { seen: 2 }))).toEqual(entry(3, 'd'));
    expect(published.map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  it('is refused when it is too large, before anything is asked of the database', async () => {
    expect(await note('x'.repeat(limits.personalEntryBytes))).toMatchObject({ error: { code: 'too_large' } });
    expect(await note('x', { name: 'x'.repeat(limits.personalKey) })).toMatchObject({ error: { code: 'too_large' } });
    expect((await changes()).version).toBe(0);
  });

  it('of many people is committed together, and one log after the other of one person', async () => {
    let statements = 0;
    const counting: Database = {
      ...database,
      query: (...args) => {
        statements += 1;
        return database.query(...args);
      },
    };
    const busy = new Personal({
      ...{ database: counting, sources: personalSources, log },
      publish: (some) => void published.push(...some),
    });
    const people = await Promise.all(Array.from({ length: 20 }, (_, n) => seed.person(`P${n}`)));
    const writes = people.flatMap(({ id }) =>
      ['a', 'b', 'c'].map((text) => busy.write(id, { kind: 'note', name: 'one', content: { note: { text } } })),
    );
    expect((await Promise.all(writes)).map((answer) => data(answer).version)).toEqual(people.flatMap(() => [1, 2, 3]));
    expect(statements).toBeLessThanOrEqual(2);
    for (const { id } of people) {
      const own = published.filter((batch) => batch.log === logOfPerson(id));
      expect(own.at(-1)?.entries.at(-1)).toEqual(entry(3, 'c'));
      expect((await changes(0, { ...ada, id })).entries).toEqual([entry(3, 'c')]);
    }
  });

  it('is gone with the account', async () => {
    await note('a');
    await seed.rows('delete from "user" where id = $1', [ada.id]);
    expect(await seed.rows('select from log where id = $1', [ada.id])).toEqual([]);
    expect(await seed.rows('select from personal_entry where log = $1', [ada.id])).toEqual([]);
  });
});

describe('a kind that grows', () => {
  it('loses its oldest, which everybody is told of, and no other kind does', async () => {
    await personal.write(ada.id, { kind: 'other', name: '1', content: {} });
    for (const name of ['1', '2', '3']) await note(name, { name, most: 3 });
    published = [];
    await note('4', { name: '4', most: 3 });
    const gone: PersonalEntry = { id: 'note:1', version: 6, deleted: true, content: {} };
    expect(published).toEqual([
      { log: logOfPerson(ada.id), after: 4, version: 6, entries: [entry(5, '4', 'note:4'), gone] },
    ]);
    expect((await changes()).entries.map(({ id, deleted }) => [id, deleted])).toEqual([
      ...[
        ['other:1', false],
        ['note:2', false],
        ['note:3', false],
        ['note:4', false],
      ],
      ['note:1', true],
    ]);
  });

  it('remembers so many removals and no more: who lacks more begins anew', async () => {
    const before = limits.personalRemoved + 5;
    await Promise.all(Array.from({ length: before }, (_, n) => note('x', { name: `${n}`, most: 5_000 })));
    await Promise.all(Array.from({ length: before }, (_, n) => note(null, { name: `${n}` })));
    await note('last', { name: 'last' });
    const [row] = await seed.rows<{ count: number }>(
      'select count(*)::int from personal_entry where log = $1 and deleted',
      [ada.id],
    );
    expect(row?.count).toBe(limits.personalRemoved);
  });
});

describe('a page of changes', () => {
  it('is bounded by number, and by bytes; all pages together are everything, each entry once', async () => {
    const text = 'x'.repeat(limits.personalEntryBytes - 100);
    const count = 25;
    for (let n = 0; n < count; n += 1) await note(text, { name: `${n}` });
    expect((await changes(0, ada, 2)).entries).toHaveLength(2);
    const seen: string[] = [];
    let pages = 0;
    for (let after = 0, complete = false; !complete; pages += 1) {
      const page = await changes(after);
      expect(Buffer.byteLength(JSON.stringify(page.entries))).toBeLessThan(limits.pageBytes + 1_000);
      seen.push(...page.entries.map(({ id }) => id));
      after = page.entries.at(-1)?.version ?? after;
      complete = page.complete;
    }
    expect(seen).toEqual(Array.from({ length: count }, (_, n) => `note:${n}`));
    expect(pages).toBeGreaterThan(2);
  });

  it('for those who deliver is of any number of people, and fills up to the head what no entry tells of', async () => {
    await note('a');
    await note('b', {}, bob);
    await note('c', {}, bob);
    // A version whose entry is gone: a room that one has left, a removal that is not remembered.
    await seed.rows('update log set last_version = 7 where id = $1', [bob.id]);
    const after = new Map([
      [logOfPerson(ada.id), 0],
      [logOfPerson(bob.id), 1],
    ]);
    const batches = await readChanges(logKinds, database, after);
    expect(batches.toSorted((one, other) => one.version - other.version)).toEqual([
      { log: logOfPerson(ada.id), after: 0, version: 1, entries: [entry(1, 'a')] },
      { log: logOfPerson(bob.id), after: 1, version: 7, entries: [entry(2, 'c')] },
    ]);
    expect(await readChanges(logKinds, database, new Map([[logOfPerson(ada.id), 1]]))).toEqual([]);
  });
});
