import { createServer, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingestHeaders, limits, paths } from '../../../protocol/index.ts';
import { ingestTicketsRoute } from '../../../server/http/ingest-tickets.ts';
import { listen } from '../../../server/http/listen.ts';
import { metricsRoute } from '../../../server/http/metrics.ts';
import { createHttp, type Routes } from '../../../server/http/server.ts';
import { createTicketIngest } from '../../../server/ingest/http.ts';
import { Intake } from '../../../server/ingest/intake.ts';
import { sign } from '../../../server/ingest/signature.ts';
import { createMetrics } from '../../../server/ops/metrics.ts';
import { type Database, openDatabase } from '../../../server/store/database.ts';
import { connectClient, refusalOf } from '../../support/live-client.ts';
import { collectLog } from '../../support/log-lines.ts';
import { freePort } from '../../support/ports.ts';
import { openRawSocket } from '../../support/raw-socket.ts';
import { openSite, type Site } from './site.ts';

const secret = 'a secret of at least thirty-two characters';

let site: Site;
let database: Database;
let webhook: string;
const stack = new AsyncDisposableStack();
const { log, lines } = collectLog();

beforeAll(async () => {
  site = await openSite();
  database = openDatabase(site.seed.databaseUrl, log);
  webhook = await startWebhook();
});

afterAll(async () => {
  await stack.disposeAsync();
  await database?.close();
  await site?.stop();
});

/** The routes of a `web` instance that need no pages, wired as web.ts wires them. */
const startWebhook = async () => {
  const metrics = createMetrics();
  const intake = new Intake({ database, publish: () => {}, metrics, log });
  const routes: Routes = {
    [paths.ingestTickets]: ingestTicketsRoute(createTicketIngest({ secret, intake })),
    '/broken': () => {
      throw new Error('a defect');
    },
    '/away': async () => {
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    },
    '/local-metrics': metricsRoute(metrics, undefined),
  };
  const port = await freePort();
  const http = createHttp({ routes, instance: 'webhook', log, isAccepting: () => true });
  await listen(http, { HOST: '127.0.0.1', PORT: port }, stack);
  return `http://127.0.0.1:${port}`;
};

const event = (over: Record<string, unknown> = {}) => ({
  ...{ eventId: `e-${Math.random()}`, ticketId: 'T-1', title: 'Refund', reasonCode: 'policy', reason: 'Too late' },
  ...{ rejectedBy: 'bot', priority: 'normal', occurredAt: '2026-01-02T03:04:05.678Z' },
  ...over,
});

const post = async (
  body: string,
  headers: Record<string, string> = sign(secret, Buffer.from(body)),
  method = 'POST',
) => {
  const response = await fetch(`${webhook}${paths.ingestTickets}`, {
    method,
    headers,
    ...(method === 'POST' || method === 'PUT' ? { body } : {}),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
};
const stored = async () => (await site.seed.rows('select 1 from rejection union all select 1 from dead_letter')).length;

describe('POST /api/ingest/tickets', () => {
  it('takes one signed event, or several, and says what became of each', async () => {
    const first = event();
    expect(await post(JSON.stringify(first))).toEqual({
      status: 200,
      body: { ok: true, data: { results: [{ outcome: 'created', eventId: first.eventId }] } },
    });
    const { body } = await post(JSON.stringify([first, event({ eventId: 'e-2' }), { eventId: 'e-3' }]));
    expect(body.data.results).toMatchObject([
      { outcome: 'repeated', eventId: first.eventId },
      { outcome: 'created', eventId: 'e-2' },
      { outcome: 'dead_letter', eventId: 'e-3', error: expect.stringContaining('ticketId') },
    ]);
  });

  const body = JSON.stringify(event());
  const signed = (over: Record<string, string>) => ({ ...sign(secret, Buffer.from(body)), ...over });
  const minutes = (count: number) => Date.now() + count * 60_000;

  it.each([
    ['no signature', {}, 401],
    [
      'no timestamp',
      { [ingestHeaders.signature]: sign(secret, Buffer.from(body))[ingestHeaders.signature] ?? '' },
      401,
    ],
    ['a signature of another secret', sign(`${secret}!`, Buffer.from(body)), 401],
    ['a signature of another body', sign(secret, Buffer.from(`${body} `)), 401],
    ['a signature in another form', signed({ [ingestHeaders.signature]: 'sha256=zz' }), 401],
    ['a signature without its scheme', signed({ [ingestHeaders.signature]: 'f'.repeat(64) }), 401],
    ['a timestamp of ten minutes ago', sign(secret, Buffer.from(body), minutes(-10)), 401],
    ['a timestamp ten minutes ahead', sign(secret, Buffer.from(body), minutes(10)), 401],
    ['a timestamp that was not signed', signed({ [ingestHeaders.timestamp]: String(Date.now() + 1) }), 401],
    ['a timestamp that is none', signed({ [ingestHeaders.timestamp]: 'now' }), 401],
  ])('refuses a request with %s, and stores nothing', async (_, headers, status) => {
    const before = await stored();
    const answer = await post(body, headers);
    expect(answer).toMatchObject({ status, body: { ok: false, error: { code: 'unauthenticated' } } });
    expect(JSON.stringify(answer.body), 'a hint at the right signature').not.toMatch(/[0-9a-f]{64}/);
    expect(await stored()).toBe(before);
  });

  it.each([
    ['empty', '', 400, 'invalid'],
    ['not JSON', '{"eventId":', 400, 'invalid'],
    ['more events than one request may hold', JSON.stringify(Array(limits.ingestBatch + 1).fill({})), 413, 'too_large'],
  ])('refuses a body that is %s', async (_, text, status, code) => {
    const before = await stored();
    expect(await post(text)).toMatchObject({ status, body: { ok: false, error: { code } } });
    expect(await stored()).toBe(before);
  });

  it('refuses a body that is too large, announced or not, and can say so', async () => {
    const large = JSON.stringify(event({ reason: 'x'.repeat(limits.requestBytes) }));
    const refused = { status: 413, body: { ok: false, error: { code: 'too_large' } } };
    expect(await post(large)).toMatchObject(refused);
    expect(await postWithoutEnd(large)).toMatchObject(refused);
    expect(await post(JSON.stringify(event())), 'the next request').toMatchObject({ status: 200 });
  });

  it.each(['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('answers %s with 405', async (method) => {
    expect(await post('{}', {}, method)).toMatchObject({ status: 405, body: { ok: false } });
  });
});

/** Without Content-Length and without an end: only the bytes so far can tell that it is too much. */
const postWithoutEnd = (body: string) =>
  new Promise<{ status: number | undefined; body: unknown }>((resolve, reject) => {
    const outgoing = request(`${webhook}${paths.ingestTickets}`, { method: 'POST' }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      resolve({ status: response.statusCode, body: JSON.parse(Buffer.concat(chunks).toString()) });
      outgoing.destroy();
    });
    outgoing.on('error', reject);
    for (let at = 0; at < body.length; at += 100_000) outgoing.write(body.slice(at, at + 100_000));
  });

const get = async (path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${site.instance.url}${path}`, { headers });
  return { status: response.status, text: await response.text(), headers: response.headers };
};

describe('the routes for programs', () => {
  it('/livez and /readyz say that an instance runs and can work, and which one', async () => {
    for (const path of [paths.alive, paths.ready]) {
      const { status, text, headers } = await get(path);
      expect([status, JSON.parse(text)]).toEqual([200, { ok: true, data: { instance: 'contract' } }]);
      expect(headers.get('x-switchboard-instance')).toBe('contract');
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  it('/metrics is only for who knows the token', async () => {
    for (const authorization of [undefined, 'Bearer wrong', 'a token for metrics', 'Bearer a token for metrics ']) {
      const answer = await get(paths.metrics, authorization === undefined ? {} : { authorization });
      // The last one is cut to the right token by HTTP itself.
      expect(answer.status, authorization).toBe(authorization?.endsWith('metrics ') ? 200 : 401);
    }
    const { text, headers } = await get(paths.metrics, { authorization: 'Bearer a token for metrics' });
    expect(headers.get('content-type')).toContain('text/plain');
    expect(text).toContain('switchboard_connections ');
  });

  it('/metrics without a token is only for this machine, and not through a proxy', async () => {
    const local = await fetch(`${webhook}/local-metrics`);
    const proxied = await fetch(`${webhook}/local-metrics`, { headers: { 'x-forwarded-for': '10.1.2.3' } });
    await Promise.all([local.text(), proxied.text()]);
    expect([local.status, proxied.status]).toEqual([200, 401]);
  });

  it.each(['/nope', '/livez/x', '/__proto__', '/constructor', '//', '/%00', '/..%2f..%2fetc/passwd', '/socket.iox'])(
    'nothing is at %s, which is said in the contract’s form',
    async (path) => {
      const { status, text } = await get(path);
      expect([status, JSON.parse(text)]).toEqual([
        404,
        { ok: false, error: { code: 'not_found', message: 'not found' } },
      ]);
    },
  );

  it('a route that fails says so without a detail, and the next request is answered', async () => {
    for (const [path, status, code] of [
      ['/broken', 500, 'internal'],
      ['/away', 503, 'unavailable'],
    ] as const) {
      const response = await fetch(`${webhook}${path}`);
      const text = await response.text();
      expect([response.status, JSON.parse(text).error.code]).toEqual([status, code]);
      expect(text).not.toMatch(/defect|ECONNREFUSED/);
    }
    expect(lines().map(({ msg }) => msg)).toContain('a request failed');
    expect((await fetch(`${webhook}/local-metrics`)).status).toBe(200);
  });

  it('say in one line which setting is wrong when the port is taken', async () => {
    const port = Number(new URL(webhook).port);
    const another = listen(createServer(), { HOST: '127.0.0.1', PORT: port }, stack);
    await expect(another).rejects.toThrow(`PORT: ${port} is already in use on 127.0.0.1; set PORT to a free one`);
  });
});

describe('the origin of a page that connects', () => {
  it('must be exactly one of the allowed', async () => {
    const { url } = site.instance;
    const cookie = site.cookies.member;
    const { port } = new URL(url);
    const foreign = [
      ...['https://evil.example', `http://evil.example:${port}`, `http://127.0.0.1:${port}.evil.example`],
      ...[`https://127.0.0.1:${port}`, 'http://127.0.0.1', `${url}/`, `${url.toUpperCase()}`, 'null'],
    ];
    for (const origin of foreign)
      expect([origin, await refusalOf(url, { cookie, origin })]).toEqual([origin, 'forbidden_origin']);
    expect(await refusalOf(url, { cookie, origin: url })).toBe('connected');
  });

  it('is not asked of programs, which have none', async () => {
    const client = await connectClient(site.instance.url, {
      token: (await site.seed.apiToken(site.people.member)).token,
    });
    expect((await client.get('sync', { cursors: {} })).me.id).toBe(site.people.member.id);
    client.close();
  });
});

describe('an upgrade', () => {
  it('to anything but Socket.IO is ended', async () => {
    const socket = new WebSocket(`${site.instance.url.replace('http', 'ws')}/other`);
    await new Promise((resolve) => socket.addEventListener('error', resolve));
    expect(socket.readyState).toBe(WebSocket.CLOSED);
  });

  it('says which instance it reached', async () => {
    const socket = await openRawSocket(site.instance.url, { cookie: site.cookies.member });
    expect(await socket.receives('0')).toContain('"sid"');
    socket.close();
  });
});
