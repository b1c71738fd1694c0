import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Instance, ingestSecret, startInstance } from '../../scripts/installation/instances.ts';
import { startProcess } from '../../scripts/installation/processes.ts';
import { until } from '../../scripts/installation/waiting.ts';
import { type Seed, seedDatabase } from '../support/seed.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const readme = await readFile(join(root, 'README.md'), 'utf8');

let seed: Seed;
let instance: Instance;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'switchboard-readme-'));
  seed = await seedDatabase();
  instance = await startInstance({ databaseUrl: seed.databaseUrl }, { id: 'readme' });
});
afterAll(async () => {
  await instance?.stop();
  await seed?.close();
  await rm(folder, { recursive: true, force: true });
});

/** A fenced block of the README that holds `words`, with the address of the instance in place of the usual one. */
const block = (language: string, words: string): string => {
  const blocks = [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))];
  const found = blocks.map(([, text = '']) => text).find((text) => text.includes(words));
  expect(found, `a ${language} block with ${words}`).toContain('http://localhost:3000');
  return (found ?? '').replaceAll('http://localhost:3000', instance.url);
};

test('the commands that send a ticket do, and sending it again changes nothing', async () => {
  await mkdir(join(folder, 'data'));
  await writeFile(join(folder, 'data/secrets.json'), JSON.stringify({ INGEST_SECRET: ingestSecret }));
  const commands = block('sh', 'ingest/tickets');
  const outcomes: unknown[] = [];
  for (let times = 0; times < 2; times += 1) {
    const { stdout } = await run('sh', ['-e', '-c', commands], { cwd: folder });
    outcomes.push(JSON.parse(stdout));
  }
  const answer = (outcome: string) => ({ ok: true, data: { results: [{ outcome, eventId: 'event-1' }] } });
  expect(outcomes).toEqual([answer('created'), answer('repeated')]);
  expect(await seed.rows('select event_id, priority, state from rejection')).toEqual([
    { event_id: 'event-1', priority: 'high', state: 'open' },
  ]);
});

test('the bot answers every "ping", and nothing else', async () => {
  const [ada, bot] = [await seed.person('Ada'), await seed.person('Bot')];
  const conversationId = await seed.direct(ada, bot);
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'bot.mjs'), block('js', 'socket.io-client'));
  const { token } = await seed.apiToken(bot);
  const running = await startProcess({
    name: 'bot',
    folder,
    command: { file: process.execPath, args: ['bot.mjs'], cwd: folder, env: { TOKEN: token } },
    ready: async () => (await readFile(join(folder, 'bot.log'), 'utf8')).includes('signed in as Bot'),
  });
  onTestFinished(() => running.stop());
  const author = io(instance.url, {
    transports: ['websocket'],
    auth: { token: (await seed.apiToken(ada)).token },
    forceNew: true,
  });
  onTestFinished(() => void author.disconnect());

  for (const body of ['hello', 'ping', 'good night', 'ping'])
    expect(
      await author.timeout(5_000).emitWithAck('message:send', { conversationId, clientId: randomUUID(), body }),
    ).toMatchObject({ ok: true });
  // Its answers are stored in the order of the questions: with the second "pong" there, nothing else can follow.
  const answers = () =>
    seed.rows(
      `select a.body as answer, q.body as question, q.seq::int from message a join message q on q.id = a.reply_to_id
       where a.author_id = $1 order by a.seq`,
      [bot.id],
    );
  await until('both answers', async () => (await answers()).length >= 2).catch((error: Error) => {
    throw new Error(`${error.message}; the bot wrote: ${running.output()}`);
  });
  expect(await answers()).toMatchObject([
    { answer: 'pong', question: 'ping' },
    { answer: 'pong', question: 'ping' },
  ]);
  expect(running.output()).toBe('signed in as Bot\n');
}, 60_000);

test('the command that sends a message without a connection does, once for each time it is typed', async () => {
  const [ada, bot] = [await seed.person('Ada'), await seed.person('Caller')];
  const conversationId = await seed.direct(ada, bot);
  const { token } = await seed.apiToken(bot);
  const command = block('sh', 'api/v1/message:send');
  for (let times = 0; times < 2; times += 1) {
    const env = { ...process.env, TOKEN: token, CONVERSATION: conversationId };
    const { stdout } = await run('sh', ['-e', '-c', command], { env });
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      data: { authorId: bot.id, body: 'Deployed.', seq: times + 1 },
    });
  }
});

test('the command that posts to a webhook does, in the words of Slack, and once however often it is typed', async () => {
  const ada = await seed.person('Ada');
  const conversationId = await seed.room([ada]);
  const secret = 'a secret at the end of an address';
  await seed.rows(
    `select make_hook($1, gen_random_uuid(), 'incoming', 'Builds', $2, $2, null, sha256(convert_to($3, 'UTF8')),
                      gen_random_uuid(), false, null, null, null, 20)`,
    [ada.id, conversationId, encodeURIComponent(secret)],
  );
  const env = { ...process.env, HOOK: `${instance.url}/api/hooks/${encodeURIComponent(secret)}` };
  for (let times = 0; times < 2; times += 1) {
    const { stdout } = await run('sh', ['-e', '-c', block('sh', 'api/hooks')], { env });
    expect(stdout).toBe('ok');
  }
  expect(await seed.rows('select body from message where conversation_id = $1', [conversationId])).toEqual([
    { body: '**Build 1234 failed**\nmain: [log](https://ci.example.com/1234)' },
  ]);
});
