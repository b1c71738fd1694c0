import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { limits, paths } from '../../../protocol/index.ts';
import { type Instance, startInstance } from '../../../scripts/installation/instances.ts';
import { type Redis, startRedis } from '../../../scripts/installation/redis.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { connectClient, type LiveClient } from '../../support/live-client.ts';
import { type Person, type Seed, seedDatabase } from '../../support/seed.ts';

const run = promisify(execFile);
const authSecret = 'a secret of programs, which is long enough';
let seed: Seed;
let redis: Redis;
let instance: Instance;
let ada: Person;
let room: string;
let client: LiveClient;

beforeAll(async () => {
  seed = await seedDatabase(authSecret);
  redis = await startRedis();
  const shared = { databaseUrl: seed.databaseUrl, redisUrl: redis.url };
  instance = await startInstance(shared, { id: 'programs', roles: 'live', env: { AUTH_SECRET: authSecret } });
  ada = await seed.person('Ada');
});
afterAll(async () => {
  await instance?.stop();
  await redis?.stop();
  await seed?.close();
});
beforeEach(async () => {
  client?.close();
  await seed.rows('delete from hook');
  room = await seed.room([ada]);
  client = await connectClient(instance.url, await seed.session(ada));
});

const make = (name = 'Deploys', mentions = false) =>
  client.get('hook:create', { direction: 'incoming', name, conversationId: room, mentions });
const addressOf = (secret: string) => `${instance.url}${paths.hooks}/${secret}`;
const post = async (secret: string, body: BodyInit, headers: Record<string, string> = {}) => {
  const response = await fetch(addressOf(secret), {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
};
const messages = async (conversationId = room) =>
  seed.rows<{ body: string; author: string }>(
    `select m.body, u.name as author from message m join "user" u on u.id = m.author_id
     where m.conversation_id = $1 order by m.seq`,
    [conversationId],
  );

describe('an incoming webhook', () => {
  it('takes what Slack’s documentation sends, as it stands there, and answers as Slack does', async () => {
    const { secret, hook } = await make();
    // https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks, with our address in place of theirs.
    const { stdout } = await run('curl', [
      ...['-s', '-X', 'POST', '-H', 'Content-type: application/json'],
      ...['--data', '{"text":"Hello, World!"}', addressOf(secret)],
    ]);
    expect(stdout).toBe('ok');
    expect(await messages()).toEqual([{ body: 'Hello, World!', author: 'Deploys' }]);
    await client.hears('messages', ({ messages: [message] }) => message?.authorId === hook.botId);
    const form = new URLSearchParams({ payload: '{"text":"*bold* and <https://example.com|a link>"}' });
    const answer = await post(secret, form.toString(), { 'content-type': 'application/x-www-form-urlencoded' });
    expect(answer).toMatchObject({ status: 200, text: 'ok' });
    expect((await messages())[1]?.body).toBe('**bold** and [a link](https://example.com)');
  });

  it('posts one message for a key, for ever, also when it comes twice at once', async () => {
    const { secret } = await make();
    const send = (text: string) => post(secret, JSON.stringify({ body: text }), { 'idempotency-key': 'build 7' });
    const answers = await Promise.all(Array.from({ length: 8 }, () => send('Built.')));
    const ids = new Set(answers.map(({ text }) => JSON.parse(text).data.id));
    expect([answers.map(({ status }) => status), ids.size]).toEqual([Array.from({ length: 8 }, () => 200), 1]);
    expect(JSON.parse((await send('Built again.')).text).data.body).toBe('Built.');
    expect(await messages()).toHaveLength(1);
    const other = await make('Other');
    await post(other.secret, '{"body":"Built."}', { 'idempotency-key': 'build 7' });
    expect(await messages()).toHaveLength(2);
  });

  it('calls nobody’s attention unless it was allowed to', async () => {
    const { secret, hook } = await make();
    await post(secret, JSON.stringify({ body: '<!here> look' }));
    await post(secret, JSON.stringify({ text: '<!channel> look' }));
    expect((await messages()).map(({ body }) => body)).toEqual(['@here look', '@channel look']);
    await client.get('hook:update', { hookId: hook.id, mentions: true });
    await post(secret, JSON.stringify({ text: '<!channel> look' }));
    expect((await messages())[2]?.body).toBe('<!room> look');
  });

  it('says in the words of whoever asks what is wrong', async () => {
    const { secret } = await make();
    const cases = [
      ['{"text":""}', 400, 'no_text'],
      ['{"text":', 400, 'invalid_payload'],
      ['{"body":" "}', 400, '"code":"invalid"'],
      [JSON.stringify({ body: 'x'.repeat(limits.messageBody + 1) }), 413, '"code":"too_large"'],
      ['x'.repeat(limits.hookBytes + 1), 413, '"code":"too_large"'],
    ] as const;
    for (const [body, status, says] of cases) {
      const answer = await post(secret, body);
      expect([body.slice(0, 20), answer.status]).toEqual([body.slice(0, 20), status]);
      expect(answer.text).toContain(says);
    }
    expect(await messages()).toEqual([]);
    expect((await post(secret, JSON.stringify({ text: 'x'.repeat(20_000) }))).text).toBe('ok');
    expect((await messages())[0]?.body).toBe(`${'x'.repeat(limits.messageBody - 1)}…`);
    await client.get('conversation:update', { conversationId: room, archived: true });
    expect(await post(secret, '{"text":"late"}')).toMatchObject({ status: 410, text: 'channel_is_archived' });
  });

  it('is not there for who does not know its secret, nor once it was ended or nobody answers for it', async () => {
    const { secret, hook } = await make();
    for (const wrong of ['', 'x', `${secret}x`, secret.toUpperCase(), encodeURIComponent(`${secret}/../x`)])
      expect((await post(wrong, '{"text":"x"}')).status).toBe(404);
    await seed.rows('update "user" set banned = true where id = $1', [ada.id]);
    expect((await post(secret, '{"text":"x"}')).status, 'of somebody blocked').toBe(404);
    await seed.rows('update "user" set banned = false where id = $1', [ada.id]);
    client.close();
    client = await connectClient(instance.url, await seed.session(ada));
    await client.get('hook:delete', { hookId: hook.id });
    expect((await post(secret, '{"text":"x"}')).status, 'ended').toBe(404);
    expect(await messages()).toEqual([]);
    expect(await seed.rows('select from member where user_id = $1', [hook.botId])).toEqual([]);
  });

  it('that floods is held back, and others are not', async () => {
    const [loud, quiet] = [await make('Loud'), await make('Quiet')];
    const answers = await Promise.all(Array.from({ length: 150 }, () => post(loud.secret, '{"text":"again"}')));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(30);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await post(quiet.secret, '{"text":"once"}')).text).toBe('ok');
  });

  it('is made by members of its room, and by nobody else', async () => {
    const [eve, guest] = [await seed.person('Eve'), await seed.person('Gus', 'guest')];
    await seed.join(room, [guest]);
    for (const person of [eve, guest]) {
      const other = await connectClient(instance.url, await seed.session(person));
      const payload = { direction: 'incoming', name: 'X', conversationId: room } as const;
      expect(await other.ask('hook:create', payload)).toMatchObject({ error: { code: 'not_found' } });
      other.close();
    }
    const friend = await seed.person('Fred');
    const direct = await seed.direct(ada, friend);
    expect(await client.ask('hook:create', { direction: 'incoming', name: 'X', conversationId: direct })).toMatchObject(
      {
        error: { data: { reason: 'direct' } },
      },
    );
  });
});

describe('a bot', () => {
  it('speaks with its token, as far as that is good for it, until it is deleted; what it said stays', async () => {
    const bot = await client.get('bot:create', { name: 'Helper' });
    const { value, token } = await client.get('token:create', {
      name: 'one',
      scopes: ['read', 'write'],
      botId: bot.id,
    });
    expect(token).toMatchObject({ ownerId: bot.id, scopes: ['read', 'write'], start: value.slice(0, 6) });
    await client.get('conversation:invite', { conversationId: room, memberIds: [bot.id] });
    const helper = await connectClient(instance.url, { token: value });
    await helper.get('message:send', { conversationId: room, clientId: randomUUID(), body: 'I am here' });
    expect(await helper.ask('ticket:list', {})).toMatchObject({ error: { code: 'forbidden' } });
    expect(await helper.ask('token:create', { name: 'two', scopes: ['admin'] })).toMatchObject({
      error: { code: 'forbidden' },
    });
    await client.get('bot:delete', { botId: bot.id });
    await until('it to be signed out', () => !helper.socket.connected);
    expect(await messages()).toEqual([{ body: 'I am here', author: 'Helper' }]);
    await expect(connectClient(instance.url, { token: value })).rejects.toMatchObject({
      data: { code: 'unauthenticated' },
    });
    expect((await client.get('bot:list', {})).bots).toEqual([]);
  });

  it('is looked after by its owner and by admins, and goes when its owner is blocked', async () => {
    const owner = await seed.person('Owner');
    const owning = await connectClient(instance.url, await seed.session(owner));
    const bot = await owning.get('bot:create', { name: 'Hers' });
    expect(await owning.ask('bot:create', { name: 'X', role: 'handler' })).toMatchObject({
      error: { code: 'forbidden' },
    });
    expect(await owning.ask('bot:create', { name: 'X', ofWorkspace: true })).toMatchObject({
      error: { code: 'forbidden' },
    });
    expect(await owning.ask('bot:update', { botId: bot.id, role: 'handler' })).toMatchObject({
      error: { code: 'forbidden' },
    });
    const { value, token } = await owning.get('token:create', { name: 'one', scopes: ['read'], botId: bot.id });
    expect(await client.ask('bot:update', { botId: bot.id, name: 'Mine' })).toMatchObject({
      error: { code: 'not_found' },
    });
    expect(await client.ask('token:create', { name: 'x', scopes: ['read'], botId: bot.id })).toMatchObject({
      error: { code: 'not_found' },
    });
    expect(await client.ask('token:revoke', { tokenId: token.id })).toMatchObject({ error: { code: 'not_found' } });
    const admin = await connectClient(instance.url, await seed.session(await seed.person('Admin', 'admin')));
    expect((await admin.get('bot:list', {})).bots.map(({ id }) => id)).toContain(bot.id);
    await admin.get('bot:update', { botId: bot.id, name: 'Ours' });
    const program = await connectClient(instance.url, { token: value });
    await seed.rows('update "user" set banned = true where id = $1', [owner.id]);
    await until('its connection to end', () => !program.socket.connected);
    for (const one of [owning, admin]) one.close();
  });
});

describe('an API token', () => {
  it('is made by who signed in of late, and at most so many', async () => {
    const late = await seed.person('Late');
    const { id, cookie } = await seed.session(late);
    await seed.rows(`update session set created_at = now() - interval '11 minutes' where id = $1`, [id]);
    const stale = await connectClient(instance.url, { cookie });
    const payload = { name: 'one', scopes: ['read' as const] };
    expect(await stale.ask('token:create', payload)).toMatchObject({
      error: { code: 'forbidden', data: { confirm: expect.anything() } },
    });
    stale.close();
    const fresh = await connectClient(instance.url, await seed.session(late));
    const answers = await Promise.all(
      Array.from({ length: limits.apiTokens + 5 }, () => fresh.ask('token:create', payload)),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(limits.apiTokens);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ error: { data: { reason: 'too_many_tokens' } } });
    const { tokens } = await fresh.get('token:list', {});
    expect(tokens).toHaveLength(limits.apiTokens);
    await fresh.get('token:revoke', { tokenId: tokens[0]?.id ?? '' });
    expect((await fresh.get('token:list', {})).tokens).toHaveLength(limits.apiTokens - 1);
    expect(await fresh.ask('token:list', { of: 'all' })).toMatchObject({ error: { code: 'forbidden' } });
    fresh.close();
  });
});
