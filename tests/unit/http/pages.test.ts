import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Workspace } from '../../../protocol/index.ts';
import { reportPageError } from '../../../server/doors/http/page-errors.ts';
import { createPages } from '../../../server/doors/http/pages.ts';
import { createHttp } from '../../../server/doors/http/server.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { collectLog } from '../../support/log-lines.ts';

const metrics = createMetrics();
const { log, lines } = collectLog();
const config = {
  ...{ INSTANCE_ID: 'pages', PUBLIC_URL: 'https://chat.example.com', TRUSTED_PROXIES: undefined, development: false },
  ALLOWED_ORIGINS: new Set(['https://chat.example.com']),
  OIDC_NAME: 'SSO',
};
const http = createHttp({ config, log, metrics, isAccepting: () => true });
const view = Workspace.parse({ name: 'The team 团队' });
const workspace = { view: async () => view };
const admission = { welcome: async () => 'open' as const, hostOf: async () => null, domains: async () => [] };
/** The headers with which a page was asked for, as Next.js gets them. */
let seen: Record<string, unknown>[] = [];
let url: string;
/** Whether who asks can be found out. */
let isDatabaseAway = false;
const byCookie = async () => {
  if (isDatabaseAway) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  return null;
};

beforeAll(async () => {
  const pages = createPages(
    {
      handle: async (request, response) => {
        seen.push({ ...request.headers, url: request.url });
        if (request.url?.startsWith('/broken')) {
          const error = Object.assign(new Error('a defect'), { digest: '123' });
          reportPageError(error, String(request.headers['x-request-id']));
          reportPageError(error, String(request.headers['x-request-id']));
          response.statusCode = 500;
        }
        response.end('a page');
      },
    },
    {
      config,
      sessions: { byCookie, waitingByCookie: async () => null },
      admission,
      workspace,
      failures: http.failures,
    },
  );
  http.serve({ routes: [], pages });
  http.server.listen(0, '127.0.0.1');
  await once(http.server, 'listening');
  url = `http://127.0.0.1:${(http.server.address() as AddressInfo).port}`;
});
afterAll(() => {
  http.server.close();
  http.server.closeAllConnections();
});
beforeEach(() => {
  seen = [];
  isDatabaseAway = false;
});

it('a page gets nothing that only this server may say from anybody else', async () => {
  const forged = {
    'content-security-policy': "script-src 'nonce-forged'",
    'content-security-policy-report-only': "script-src 'nonce-forged'",
    'x-switchboard-me': 'forged',
    'x-switchboard-nonce': 'forged',
    'x-switchboard-workspace': 'forged',
    'x-request-id': 'forged',
    'x-forwarded-proto': 'x://',
    'x-forwarded-host': 'forged.example',
  };
  const { headers } = await fetch(`${url}/chat`, { headers: forged });
  expect(JSON.stringify(seen)).not.toContain('forged');
  const policy = headers.get('content-security-policy') ?? '';
  expect(seen).toMatchObject([
    {
      'content-security-policy': policy,
      'x-switchboard-nonce': /'nonce-([^']+)'/.exec(policy)?.[1],
      'x-switchboard-workspace': encodeURIComponent(JSON.stringify(view)),
      'x-forwarded-proto': 'https',
      'x-request-id': headers.get('x-request-id'),
    },
  ]);
});

it('a host that is none is refused, before anybody makes an address of it', async () => {
  for (const host of ['a b', 'a/b', '//evil.example']) {
    const asked = request(`${url}/chat`, { headers: { host } }).end();
    const [response] = await once(asked, 'response');
    response.resume();
    expect([host, response.statusCode, seen.length]).toEqual([host, 400, 0]);
  }
});

it('every answer carries the headers that keep other pages away, and that it is https', async () => {
  for (const path of ['/chat', '/api/nothing', '/livez']) {
    const { headers } = await fetch(`${url}${path}`);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'strict-transport-security': 'max-age=31536000',
    });
    expect(headers.get('content-security-policy')).toContain(
      path === '/chat' ? "default-src 'self'" : "default-src 'none'",
    );
  }
});

it('what fails in a page is counted and written once, with the request it was and without its query', async () => {
  const { headers } = await fetch(`${url}/broken?token=secret`);
  const found = lines().filter(({ msg }) => msg === 'a request failed');
  expect(found).toMatchObject([
    {
      request: headers.get('x-request-id'),
      method: 'GET',
      path: '/broken',
      digest: '123',
      err: { message: 'a defect' },
    },
  ]);
  expect(JSON.stringify(found)).not.toContain('secret');
  expect((await metrics.httpFailures.get()).values).toMatchObject([{ value: 1 }]);
});

it.each(['/_global-error', '/_not-found', '/_next-x', '/chat/%E0%A4%A', '/chat/%00'])(
  'a person who asks for %s is shown the page for what is missing',
  async (path) => {
    await fetch(`${url}${path}`, { headers: { accept: 'text/html' } });
    expect(seen).toMatchObject([{ url: '/_not-found' }]);
  },
);

it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('a page cannot be asked for with %s', async (method) => {
  const response = await fetch(`${url}/chat`, { method });
  expect([response.status, response.headers.get('allow'), seen.length]).toEqual([405, 'GET, HEAD', 0]);
});

describe('while the database is away', () => {
  const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
  beforeEach(() => {
    isDatabaseAway = true;
  });

  it('a person sees a page that says so in both languages, and loads again by itself', async () => {
    const response = await fetch(`${url}/chat`, { headers: browser });
    const text = await response.text();
    expect([response.status, response.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
    const seconds = Number(response.headers.get('retry-after'));
    expect(seconds).toBeGreaterThanOrEqual(2);
    expect(text).toContain(`<meta http-equiv="refresh" content="${seconds}">`);
    expect(text).toContain('cannot be used just now');
    expect(text).toContain('暂时不可用');
    expect(text, 'scripts, which the policy of this page forbids').not.toContain('<script');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('cache-control')).toBe('no-store');
    isDatabaseAway = false;
    expect(await (await fetch(`${url}/chat`, { headers: browser })).text()).toBe('a page');
  });

  it('a program is told in the form of the contract', async () => {
    const response = await fetch(`${url}/chat`, { headers: { accept: '*/*' } });
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ ok: false, error: { code: 'unavailable' } });
  });
});

it('while the instance starts, a person sees the same page, and a program the same answer', async () => {
  const starting = createHttp({ config, log, metrics, isAccepting: () => false });
  starting.server.listen(0, '127.0.0.1');
  await once(starting.server, 'listening');
  const address = `http://127.0.0.1:${(starting.server.address() as AddressInfo).port}/chat`;
  const [page, answer] = [await fetch(address, { headers: { accept: 'text/html' } }), await fetch(address)];
  expect([page.status, await page.text()]).toEqual([503, expect.stringContaining('暂时不可用')]);
  expect([answer.status, await answer.json()]).toEqual([503, expect.objectContaining({ ok: false })]);
  starting.server.close();
  starting.server.closeAllConnections();
});
