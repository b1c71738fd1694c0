import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LiveClient } from '../../../app/_live/live-client.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { counting, prepareDeeds, run } from '../../support/followers/deeds.ts';
import { differences as followersDiffer } from '../../support/followers/judge.ts';
import { collectLog } from '../../support/log-lines.ts';
import { ways } from '../../support/restores/copies.ts';
import type { Person } from '../../support/seed.ts';
import { differences, type Site, startSite } from './site.ts';

const { log } = collectLog();
let site: Site;
let database: Database;
let ada: Person;
let pages: LiveClient[];
let room: string;

beforeAll(async () => {
  site = await startSite();
  await prepareDeeds(site.seed);
  ada = await site.seed.person('Ada');
  // It recognises nothing by itself: that is the instances' to do.
  database = openDatabase(site.databaseUrl, log);
});
afterAll(async () => {
  await database?.close();
  await site?.stop();
});
beforeEach(async () => {
  const { seed, page } = site;
  const [bob, carl] = [await seed.person('Bob'), await seed.person('Carl', 'admin')];
  room = await seed.room([ada, bob, carl]);
  pages = [await page(ada, 0, room), await page(bob, 1, room), await page(carl, 1, room)];
  pages[2]?.watchTickets({});
});

/** So many messages of Ada's, and an edit of an old one. */
const write = async (count: number) => {
  const each = <T>(value: () => T) => Array.from({ length: count }, value);
  await site.seed.rows('select * from append_messages($1, $2, $3, $4, $5, null, null)', [
    ...[each(() => room), each(() => ada.id), each(randomUUID), each(() => `said ${randomUUID()}`), each(() => null)],
  ]);
};
const edit = async (seq: number) => {
  const [row] = await site.seed.rows('select id from message where conversation_id = $1 and seq = $2', [room, seq]);
  await site.seed.rows('select from change_message($1, $2, $3, $4, null, null, null)', [
    ada.id,
    row?.id,
    'edit',
    'edited',
  ]);
};
const reject = (count: number) =>
  site.seed.rejections(
    Array.from({ length: count }, () => ({
      ...{
        eventId: randomUUID(),
        ticketId: 'T-1',
        title: 'Travel',
        reasonCode: 'budget',
        reason: '',
        rejectedBy: 'policy',
      },
      ...{ priority: 'normal', occurredAt: new Date().toISOString(), requester: null, url: null },
    })),
  );
const count = (deeds: number) =>
  database.query('deeds', 'insert into deed select from generate_series(1, $1::int)', [deeds]);

const untilEqual = async (patience = 30_000) => {
  let found: string[] = [];
  const isEqual = async () => {
    found = (await Promise.all(pages.map(({ store }) => differences(site, store.getState(), room)))).flat();
    return found.length === 0;
  };
  await until('every page to be what the database says', isEqual, patience).catch(() => {});
  expect(found).toEqual([]);
};
const epoch = async () => (await site.seed.rows<{ epoch: string }>('select epoch from installation'))[0]?.epoch;

it('`npm run restored` has every page start over', async () => {
  await write(3);
  await untilEqual();
  const before = await epoch();
  const env = { ...process.env, DATABASE_URL: site.databaseUrl };
  const { stdout } = await promisify(execFile)(process.execPath, ['scripts/restored.ts'], { env });
  expect(stdout).toBe('Everybody starts over from what the database says now.\n');
  await untilEqual();
  expect(await epoch()).not.toBe(before);
  const changes = await site.seed.rows('select cause from epoch_change order by at desc limit 1');
  expect(changes).toEqual([{ cause: 'restored' }]);
});

/** A copied folder looks like the one it replaces: only who knows more than it has can tell. */
const noticedBy = (name: string) => (name === 'folder' ? ['instance', 'client'] : ['database']);

describe.each(ways)('after $title', ({ name, take }) => {
  it('every page is what the database says, what waited is stored once, and no follower skips or repeats', async () => {
    const { seed } = site;
    const following = run(database, log, [counting('counts', { begins: 'with what comes' })]);
    await until('its cursor', async () => (await seed.rows(`select from follower where name = 'counts'`)).length > 0);
    await Promise.all([write(50), reject(5), count(10)]);
    await untilEqual();
    const putBack = await take(site);
    const before = await epoch();

    await until('the database to answer', async () => (await seed.rows('select 1')).length > 0);
    await write(1_000);
    await edit(3);
    await Promise.all([reject(7), count(20)]);
    await untilEqual();
    await putBack();
    pages[0]?.send(room, 'written meanwhile');
    await until('another epoch', async () => (await epoch()) !== before);
    await write(3);
    await count(5);
    await untilEqual();
    const causes = await seed.rows<{ cause: string }>('select cause from epoch_change order by at desc limit 1');
    expect(noticedBy(name)).toContain(causes[0]?.cause);

    const said = await seed.rows('select from message where conversation_id = $1 and body = $2', [
      room,
      'written meanwhile',
    ]);
    expect(said).toHaveLength(1);
    expect(Number((await seed.rows('select last_seq from log where id = $1', [room]))[0]?.last_seq)).toBe(54);
    await until('followers to catch up', async () => (await followersDiffer(seed.pool)).length === 0, 30_000).catch(
      () => {},
    );
    expect(await followersDiffer(seed.pool)).toEqual([]);
    await following.stop();
  }, 120_000);
});
