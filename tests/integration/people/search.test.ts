import { afterAll, beforeAll, expect, it } from 'vitest';
import { foldForSearch, limits } from '../../../protocol/index.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { Directory } from '../../../server/people/directory.ts';
import { peopleJobs } from '../../../server/people/jobs.ts';
import { type Seed, seedDatabase } from '../../support/seed.ts';

let seed: Seed;
let database: Database;
let directory: Directory;
const names = ['张三', '单雄信', '吕布', '欧阳 Fēng', 'Lin Wang', "Zoë O'Neil", '曾志伟', 'Ｗｉｄｅ'];

beforeAll(async () => {
  seed = await seedDatabase();
  database = openDatabase(seed.databaseUrl, createLogger('silent', 'test'));
  directory = new Directory(database);
  for (const name of names) await seed.person(name);
});

afterAll(async () => {
  await database?.close();
  await seed?.close();
});

const found = async (query: string): Promise<string[]> => {
  const answer = await directory.list({ query, limit: 50 });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.data.people.map(({ name }) => name);
};

it.each([
  ['zs', '张三'],
  ['zhangsan', '张三'],
  ['zhang san', '张三'],
  ['ZhangS', '张三'],
  ['张', '张三'],
  ['三', '张三'],
  ['san', '张三'],
  ['shanxiong', '单雄信'],
  ['danxiong', '单雄信'],
  ['sxx', '单雄信'],
  ['lvbu', '吕布'],
  ['oyf', '欧阳 Fēng'],
  ['oyfeng', '欧阳 Fēng'],
  ['ouyangfeng', '欧阳 Fēng'],
  ['lw', 'Lin Wang'],
  ['linw', 'Lin Wang'],
  ['zoe', "Zoë O'Neil"],
  ['oneil', "Zoë O'Neil"],
  ['zengzhiwei', '曾志伟'],
  ['zzw', '曾志伟'],
  ['wide', 'Ｗｉｄｅ'],
])('%s finds %s', async (query, name) => {
  expect(await found(query)).toContain(name);
});

it.each(['zx', 'hangsan', '.', '%', 'sanzhang'])('%s finds nobody', async (query) => {
  expect(await found(query)).toEqual([]);
});

it('whoever is called something else is found by that at once, and by the old name no more', async () => {
  const person = await seed.person('旧名');
  expect(await found('jiuming')).toEqual(['旧名']);
  await seed.rows('update "user" set name = $2 where id = $1', [person.id, '新名']);
  expect([await found('jm'), await found('xm')]).toEqual([[], ['新名']]);
  await seed.rows('update "user" set banned = true where id = $1', [person.id]);
  expect(await found('xm')).toEqual([]);
});

it('of people from before a job makes the keys, of all of them', async () => {
  await seed.rows(
    `insert into "user" (id, name, email) select gen_random_uuid(), '赵' || n, n || '@before' from generate_series(1, 250) n`,
  );
  const job = peopleJobs(database).find(({ name }) => name === 'key-people');
  await job?.run({});
  expect(await seed.rows('select 1 from "user" where keyed_name is distinct from name')).toEqual([]);
  expect(await found('zhao250')).toEqual(['赵250']);
});

it('whoever looks without asking has keys to compare with, of bounded number and length', async () => {
  const long = await seed.person('行乐重长'.repeat(20));
  const short = await seed.person('张三');
  const answer = await directory.keys({ ids: [long.id, short.id] });
  const keys = answer.ok ? answer.data : {};
  expect(keys[short.id]).toEqual(expect.arrayContaining(['zhangsan', 'zs', '张三']));
  expect(keys[long.id]?.length).toBeLessThanOrEqual(limits.searchKeys);
  expect(Math.max(...(keys[long.id] ?? []).map((key) => key.length))).toBeLessThanOrEqual(limits.searchKey);
  expect(keys[short.id]?.some((key) => key.startsWith(foldForSearch('Zhang S')))).toBe(true);
});
