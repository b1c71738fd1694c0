import { createServer, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingestHeaders, limits, paths } from '../../../protocol/index.ts';
import { freePort } from '../../../scripts/installation/ports.ts';
import { ingestTickets } from '../../../server/doors/http/ingest-tickets.ts';
import { listen } from '../../../server/doors/http/listen.ts';
import { metricsReaders, metricsText } from '../../../server/doors/http/metrics.ts';
import type { Route } from '../../../server/doors/http/route.ts';
import { webRoutes } from '../../../server/doors/http/routes.ts';
import { createHttp } from '../../../server/doors/http/server.ts';
import { Upgrades } from '../../../server/doors/http/upgrades.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { createTicketIngest } from '../../../server/sources/http.ts';
import { Intake } from '../../../server/sources/intake.ts';
import { sign } from '../../../server/sources/signature.ts';
import { collectLog } from '../../support/log-lines.ts';
import { type Seed, seedDatabase } from '../../support/seed.ts';

const secret = 'a secret of at least thirty-two characters';

let seed: Seed;
let database: Database;
let webhook: string;
const stack = new AsyncDisposableStack();
const { log, lines } = collectLog();

beforeAll(async () => {
  seed = await seedDatabase();
  database = openDatabase(seed.databaseUrl, log);
  webhook = await startWebhook();
});

afterAll(async () => {
  await stack.disposeAsync();
  await database?.close();
  await seed?.close();
});

/** The routes of a `web` instance that need no pages, wired as web.ts wires them. */
const startWebhook = async () => {
  const metrics = createMetrics();
  const intake = new Intake({ database, publish: () => {}, metrics, log });
  const open = { methods: ['GET'], access: { who: 'everybody' }, bodyBytes: 0 } as const;
  const routes: Route[] = [
    ...webRoutes({
      accounts: () => new Response(),
      auditExport: () => new Response(),
      ingestTickets: ingestTickets(createTicketIngest({ secret, intake })),
      ingestNamed: () => new Response(),
    }),
    {
      ...open,
      path: '/api/broken',
      answer: () => {
        throw new Error('a defect');
      },
    },
    {
      ...open,
      path: '/api/away',
      answer: async () => {
        throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      },
    },
    { ...open, path: '/metrics', access: metricsReaders(undefined), answer: metricsText(metrics, async () => {}) },
  ];
  const port = await freePort();
  const config = { INSTANCE_ID: 'webhook', PUBLIC_URL: `http://127.0.0.1:${port}`, TRUSTED_PROXIES: undefined };
  const http = createHttp({ config, log, metrics, isAccepting: () => true });
  http.serve({ routes });
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
const stored = async () => (await seed.rows('select 1 from rejection union all select 1 from dead_letter')).length;

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
    ['more events than one request may hold', JSON.stringify(Array(limits.ingestBatch + 1).fill({})), 413, 'too_large'],
  ])('refuses a body that is %s', async (_, text, status, code) => {
    const before = await stored();
    expect(await post(text)).toMatchObject({ status, body: { ok: false, error: { code } } });
    expect(await stored()).toBe(before);
  });

  it('refuses a body that is not JSON, and keeps it as a dead letter', async () => {
    const before = await stored();
    expect(await post('{"eventId":')).toMatchObject({ status: 400, body: { ok: false, error: { code: 'invalid' } } });
    expect(await stored()).toBe(before + 1);
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

describe('a route', () => {
  it('to the metrics without a token is only for this machine, and not through a proxy', async () => {
    const local = await fetch(`${webhook}/metrics`);
    const proxied = await fetch(`${webhook}/metrics`, { headers: { 'x-forwarded-for': '10.1.2.3' } });
    await Promise.all([local.text(), proxied.text()]);
    expect([local.status, proxied.status]).toEqual([200, 401]);
  });

  it('that fails says so without a detail, and the next request is answered', async () => {
    for (const [path, status, code] of [
      ['/api/broken', 500, 'internal'],
      ['/api/away', 503, 'unavailable'],
    ] as const) {
      const response = await fetch(`${webhook}${path}`);
      const text = await response.text();
      expect([response.status, JSON.parse(text).error.code]).toEqual([status, code]);
      expect(text).not.toMatch(/defect|ECONNREFUSED/);
    }
    expect(lines().map(({ msg }) => msg)).toContain('a request failed');
    expect((await fetch(`${webhook}/metrics`)).status).toBe(200);
  });
});

describe('listening', () => {
  it('on a port that is taken says in one line which setting is wrong', async () => {
    const port = Number(new URL(webhook).port);
    const another = listen(
      { server: createServer(), upgrades: new Upgrades() },
      { HOST: '127.0.0.1', PORT: port },
      stack,
    );
    await expect(another).rejects.toThrow(`PORT: ${port} is already in use on 127.0.0.1; set PORT to a free one`);
  });
});
