import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AuditFilter, limits, type Result } from '../../../protocol/index.ts';
import { readAuditPage } from '../../../server/audit/page.ts';
import { Bots } from '../../../server/bots/bots.ts';
import { Tokens } from '../../../server/bots/tokens.ts';
import { JobList } from '../../../server/engine/jobs/add-job.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { Sealed } from '../../../server/engine/ops/sealed.ts';
import { SecurityLog } from '../../../server/engine/ops/security-log.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { Hooks } from '../../../server/hooks/hooks.ts';
import { type Person, type Seed, seedDatabase } from '../../support/seed.ts';
import { unsaid } from '../../support/unsaid.ts';

const log = createLogger('silent', 'test');
const secret = 'a secret of tests about names';
const security = new SecurityLog(log, secret);
let seed: Seed;
let database: Database;
let ada: Person;

beforeAll(async () => {
  seed = await seedDatabase();
  database = openDatabase(seed.databaseUrl, log);
  ada = await seed.person('Ada', 'admin');
});
afterAll(async () => {
  await database?.close();
  await seed?.close();
});

const by = () => ({ me: { ...ada, ...unsaid }, address: '192.0.2.3' });
const data = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.data;
};
const entries = async (filter: AuditFilter) =>
  (await readAuditPage(database, { ...filter, limit: limits.auditPage })).entries;
/** What everything that was done to something is shown with, the latest first. */
const names = async (subjectId: string) => (await entries({ subjectId })).map(({ subject }) => subject?.name);

it('a bot is called what it is called now, also when it was deleted; that it has another name or picture is said, not which', async () => {
  const bots = new Bots(database);
  const { id: botId } = data(await bots.create(by(), { name: 'Robot', role: 'member', ofWorkspace: true }));
  const picture = 'a'.repeat(64);
  await seed.rows(`insert into picture (id, small, large) values ($1, '', '')`, [picture]);
  for (const patch of [{ picture }, { picture: null }, { name: 'Deploy bot', role: 'handler' as const }])
    data(await bots.update(by(), { botId, ...patch }));
  data(await bots.delete(by(), { botId }));
  expect(await names(botId)).toEqual(Array.from({ length: 5 }, () => 'Deploy bot'));
  expect((await entries({ subjectId: botId, action: 'bot.change' })).map(({ detail }) => detail)).toEqual([
    { name: 'changed', role: 'handler' },
    { picture: 'removed' },
    { picture: 'changed' },
  ]);
});

it('an API token is called what it was called, also when it has ended', async () => {
  const tokens = new Tokens({ database, security });
  const { token } = data(await tokens.create(by(), { name: 'deploys', scopes: ['read'], days: 1 }));
  expect(await names(token.id)).toEqual(['deploys']);
  data(await tokens.revoke(by(), { tokenId: token.id }));
  expect(await names(token.id)).toEqual(['deploys', 'deploys']);
});

it('a webhook is called what it is called now and, when it was deleted, what it was made as', async () => {
  const hooks = new Hooks({
    ...{ database, security, sealed: new Sealed(secret), jobs: new JobList(database) },
    ...{ allowed: [], ring: () => {} },
  });
  const conversationId = await seed.room([ada]);
  const wanted = { direction: 'incoming', name: 'Builds', conversationId, mentions: false } as const;
  const { hook } = data(await hooks.create(by(), wanted));
  data(await hooks.update(by(), { hookId: hook.id, name: 'Nightly builds' }));
  expect(await names(hook.id)).toEqual(['Nightly builds', 'Nightly builds']);
  data(await hooks.delete(by(), { hookId: hook.id }));
  expect(await names(hook.id)).toEqual(['Builds', 'Builds', 'Builds']);
});
