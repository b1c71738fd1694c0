import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type ClientEventName,
  clientEvents,
  errorCodes,
  limits,
  paths,
  type Scope,
  Scopes,
  scopeOf,
} from '../../../protocol/index.ts';
import { askOverHttp, type HttpAnswer } from '../../support/ask-over-http.ts';
import { later, payloads, type Things } from '../../support/examples.ts';
import { connectClient } from '../../support/live-client.ts';
import { openSite, type Site } from './site.ts';
import { overJson, wrongs } from './wrongs.ts';

const events = Object.keys(clientEvents) as ClientEventName[];
const askable = events.filter((event) => clientEvents[event].needs === undefined);

type JsonSchema = z.core.JSONSchema.JSONSchema;
type Responses = Record<string, { content: { 'application/json': { schema: JsonSchema } } }>;
type Document = {
  openapi: string;
  paths: Record<string, { post: { responses: Responses } }>;
  components: { schemas: Record<string, JsonSchema>; responses: Responses };
};

let site: Site;
let token: string;
let document: Document;

beforeAll(async () => {
  site = await openSite();
  token = (await site.seed.apiToken(site.people.admin)).token;
  const response = await fetch(`${site.instance.url}${paths.openApi}`);
  // The validator looks for names in one place only.
  document = JSON.parse((await response.text()).replaceAll('#/components/schemas/', '#/$defs/'));
});

afterAll(async () => {
  await site?.stop();
});

/** Everything the admin, who is a member here, may point to. */
const thingsOfAdmin = async (): Promise<Things> => {
  const things = await site.things('admin');
  await site.seed.join(things.conversationId, [site.people.admin]);
  return things;
};

const ask = (event: string, payload?: unknown, headers?: Record<string, string>) =>
  askOverHttp({ url: site.instance.url, token }, event, payload, headers);

const asText = ({ status, body }: HttpAnswer) => `${status} ${JSON.stringify(body)}`;

/** @returns what the published document says against an answer */
const faultsIn = (event: ClientEventName, { status, headers, body }: HttpAnswer): string[] => {
  const stated = document.paths[`${paths.events}/${event}`]?.post.responses[status];
  if (stated === undefined) return [`${status} is not stated`];
  const named = Reflect.get(stated, '$ref') === undefined ? stated : document.components.responses[status];
  const schema = z.fromJSONSchema({ ...named?.content['application/json'].schema, $defs: document.components.schemas });
  const parsed = schema.safeParse(body);
  const expected = body.ok ? 200 : errorCodes[body.error.code].httpStatus;
  return [
    ...(parsed.success ? [] : [z.prettifyError(parsed.error)]),
    ...(status === expected ? [] : [`${status} instead of ${expected}`]),
    ...(headers.get('content-type')?.startsWith('application/json') ? [] : ['is not announced as JSON']),
  ];
};

describe('what the published document says of an event', () => {
  it.each(askable)('%s, is what is answered to a call that is right', async (event) => {
    // With a message by the admin, where only an author may.
    const things = await thingsOfAdmin();
    await site.seed.rows('update message set author_id = $2 where id = $1', [things.messageId, site.people.admin.id]);
    const answer = await ask(event, payloads[event](things));
    // What is dear is never done with a token, however right the call.
    const refused = clientEvents[event].dear ? 403 : undefined;
    expect(answer.status, asText(answer)).toBe(refused ?? (later.has(event) ? 404 : 200));
    expect(faultsIn(event, answer)).toEqual([]);
  });

  it.each(askable)('%s, is what is answered to whatever is wrong with a payload', async (event) => {
    const list = wrongs(event, payloads[event](await thingsOfAdmin())).flatMap(overJson(event));
    const surprises = await Promise.all(
      list.map(async ({ what, payload, code, names = '' }) => {
        const answer = await ask(event, payload);
        const { body } = answer;
        const isRight = !body.ok && body.error.code === code && body.error.message.includes(names);
        const faults = [...(isRight ? [] : [asText(answer)]), ...faultsIn(event, answer)];
        return faults.map((fault) => `${what}: ${fault}`);
      }),
    );
    expect(surprises.flat()).toEqual([]);
    expect(list.length).toBeGreaterThanOrEqual(5);
  });

  it('names every event but those that are about a connection, which are refused with the reason', async () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(Object.keys(document.paths)).toEqual(askable.map((event) => `${paths.events}/${event}`));
    const things = await thingsOfAdmin();
    const others = events.filter((event) => !askable.includes(event));
    const lasting = others.filter((event) => clientEvents[event].needs === 'session');
    // What a token makes that outlives it would outlive also that somebody finds out that it was stolen; what is gone for ever, and
    // everything in one file, is nothing for a program.
    expect(lasting).toEqual([
      ...['source:create', 'source:update', 'source:rotate', 'source:end'],
      ...['account:delete', 'audit:export'],
      ...['bot:create', 'bot:update', 'token:create'],
      ...['export:create', 'export:create-own', 'export:cancel', 'export:open'],
      ...['hook:create', 'hook:update'],
    ]);
    for (const event of lasting)
      expect(await ask(event, payloads[event](things))).toMatchObject({
        status: 403,
        body: { error: { code: 'forbidden', message: expect.stringMatching(/^[\w:-]+: not with an API token/) } },
      });
    const connected = others.filter((event) => clientEvents[event].needs === 'connection');
    expect(connected).toEqual(['typing', 'presence:watch', 'presence:activity', 'ticket:look']);
    for (const event of connected)
      expect(await ask(event, payloads[event](things))).toMatchObject({
        status: 400,
        body: { error: { code: 'invalid', message: expect.stringMatching(/^[\w:]+: .*Socket\.IO/) } },
      });
  });
});

describe('the published schemas', () => {
  it('describe what the server pushes, for bots in whatever language', async () => {
    const published = await (await fetch(`${site.instance.url}${paths.eventSchemas}`)).json();
    const schemaOf = (event: string) =>
      z.fromJSONSchema({ ...published.serverEvents[event].payload, $defs: published.$defs });
    const things = await thingsOfAdmin();
    const client = await connectClient(site.instance.url, { token });
    await client.get('conversation:update', { conversationId: things.conversationId, topic: 'New' });
    await client.get('message:send', { conversationId: things.conversationId, clientId: randomUUID(), body: 'x' });
    await client.get('ticket:acknowledge', { rejectionId: things.rejectionId });
    const { conversationId } = things;
    // Whatever follows the send: first to the beginning, so that the second one moves.
    await client.get('read:mark', { conversationId, seq: 0, back: true });
    await client.get('read:mark', { conversationId, seq: 1 });
    for (const event of ['messages', 'conversation', 'me', 'tickets'] as const) await client.hears(event, () => true);
    const heard = client.heard.map(({ event, payload }) => [event, schemaOf(event).safeParse(payload).error?.message]);
    expect(heard).toEqual(heard.map(([event]) => [event, undefined]));
    client.close();
  });
});

describe('who asks over HTTP', () => {
  it('must have an API token that holds: a session’s cookie counts for nothing', async () => {
    const { url } = site.instance;
    const revoked = await site.seed.apiToken(site.people.member);
    await site.seed.rows('delete from apikey where id = $1', [revoked.id]);
    const { cookie } = await site.seed.session(site.people.admin);
    const attempts: [string | undefined, Record<string, string>][] = [
      [undefined, {}],
      ['swb_unknown', {}],
      [revoked.token, {}],
      ['x'.repeat(300), {}],
      [undefined, { cookie }],
      [undefined, { authorization: `Basic ${token}` }],
      [undefined, { authorization: 'Bearer' }],
    ];
    for (const [given, headers] of attempts) {
      const answer = await askOverHttp({ url, token: given }, 'people:list', {}, headers);
      expect([given, headers, answer.status]).toEqual([given, headers, 401]);
      expect(answer.body).toMatchObject({ ok: false, error: { code: 'unauthenticated' } });
      // RFC 9110, section 15.5.2: a 401 says what would be accepted.
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
    expect((await askOverHttp({ url, token }, 'people:list', {}, { cookie: 'nonsense' })).status).toBe(200);
  });

  it('sees and does what that person may, and nothing else', async () => {
    const { url } = site.instance;
    const { conversationId } = await site.things();
    const as = async (person: Site['people']['member']) => ({ url, token: (await site.seed.apiToken(person)).token });
    const [stranger, member] = [await as(site.people['non-member']), await as(site.people.member)];
    const message = { conversationId, clientId: randomUUID(), body: 'Hello' };
    const before = await site.fingerprint();
    expect((await askOverHttp(stranger, 'message:send', message)).status).toBe(404);
    expect((await askOverHttp(stranger, 'message:history', { conversationId })).status).toBe(404);
    expect((await askOverHttp(member, 'ticket:list', {})).status).toBe(403);
    expect(await site.fingerprint(), 'what refused calls changed').toEqual(before);
    const sent = await askOverHttp(member, 'message:send', message);
    expect(sent.body).toMatchObject({ ok: true, data: { authorId: site.people.member.id, body: 'Hello' } });
    expect((await askOverHttp(member, 'message:send', message)).body, 'sent again').toEqual(sent.body);
    const synced = await askOverHttp(member, 'sync');
    expect(synced.body).toMatchObject({ ok: true, data: { me: { id: site.people.member.id } } });
    expect(JSON.stringify(synced.body)).toContain(conversationId);
  });
});

describe('an API token', () => {
  const tokens = new Map<Scope, string>();
  beforeAll(async () => {
    for (const scope of Scopes.options) tokens.set(scope, (await site.seed.apiToken(site.people.admin, [scope])).token);
  });

  it.each(events)('is good for %s with the scope that this needs, and with no other', async (event) => {
    const things = await thingsOfAdmin();
    const needed = scopeOf(clientEvents[event]);
    for (const scope of Scopes.options.filter((one) => one !== needed)) {
      const { status, body } = await askOverHttp(
        { url: site.instance.url, token: tokens.get(scope) },
        event,
        payloads[event](things),
      );
      expect([status, body]).toMatchObject([
        403,
        { error: { code: 'forbidden', data: { reason: 'lacks_scope', scope: needed } } },
      ]);
    }
    const { body } = await askOverHttp(
      { url: site.instance.url, token: tokens.get(needed) },
      event,
      payloads[event](things),
    );
    expect(body.ok || body.error.data?.reason !== 'lacks_scope', JSON.stringify(body)).toBe(true);
  });

  it('hears over a connection only what it is good for', async () => {
    const { url } = site.instance;
    const things = await thingsOfAdmin();
    await expect(connectClient(url, { token: tokens.get('write') ?? '' })).rejects.toMatchObject({
      data: { code: 'lacks_scope' },
    });
    const reader = await connectClient(url, { token: tokens.get('read') ?? '' });
    const { token: both } = await site.seed.apiToken(site.people.admin, ['read', 'tickets']);
    const handler = await connectClient(url, { token: both });
    expect((await reader.get('sync', {})).feed).toBeUndefined();
    expect((await handler.get('sync', {})).feed).toBeDefined();
    // Also after a change of the person, when all of it is read again.
    await site.seed.rows('update "user" set name = $2 where id = $1', [site.people.admin.id, 'Ada L.']);
    for (const client of [reader, handler]) await client.hears('person', ({ name }) => name === 'Ada L.');
    await ask('ticket:acknowledge', { rejectionId: things.rejectionId });
    await handler.hears('tickets', () => true);
    await ask('message:send', { conversationId: things.conversationId, clientId: randomUUID(), body: 'after it' });
    await reader.hears('messages', ({ messages }) => messages.some(({ body }) => body === 'after it'));
    expect(reader.all('tickets')).toEqual([]);
    expect(
      await reader.ask('message:send', { conversationId: things.conversationId, clientId: randomUUID(), body: 'x' }),
    ).toMatchObject({
      error: { code: 'forbidden', data: { scope: 'write' } },
    });
    for (const client of [reader, handler]) client.close();
  });
});

describe('a request that asks nothing of the contract', () => {
  it.each([
    ['of no event', 'nope', {}, {}, 404, 'not_found', 'unknown event'],
    ['of an event of the server', 'messages', {}, {}, 404, 'not_found', 'unknown event'],
    ['of something of JavaScript', 'constructor', {}, {}, 404, 'not_found', 'unknown event'],
    ['of no JSON', 'people:list', '{"limit":', {}, 400, 'invalid', 'body: is not JSON'],
    ['of another type', 'people:list', {}, { 'content-type': 'text/plain' }, 415, 'invalid', 'content-type'],
    ['that is too long', 'people:list', `"${'x'.repeat(limits.packetBytes)}"`, {}, 413, 'too_large', 'body'],
    ['nested deeply', 'people:list', '['.repeat(40_000) + ']'.repeat(40_000), {}, 400, 'invalid', ''],
  ] as const)(
    '%s is refused as JSON, with the status for it',
    async (_, event, payload, headers, status, code, names) => {
      const answer = await ask(event, payload, headers);
      expect([answer.status, answer.body]).toMatchObject([status, { ok: false, error: { code } }]);
      expect(asText(answer)).toContain(names);
    },
  );

  it('with another method than POST is told so', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS']) {
      const response = await fetch(`${site.instance.url}${paths.events}/people:list`, { method });
      expect([method, response.status, response.headers.get('allow')]).toEqual([method, 405, 'POST']);
      expect(await response.json()).toMatchObject({ ok: false });
    }
  });

  it('may leave out a body that would be empty', async () => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${site.instance.url}${paths.events}/people%3Alist`, { method: 'POST', headers });
    expect([response.status, await response.json()]).toMatchObject([200, { ok: true }]);
  });
});
