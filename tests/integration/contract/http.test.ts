import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paths } from '../../../protocol/index.ts';
import { connectClient, refusalOf } from '../../support/live-client.ts';
import { openSite, type Site } from './site.ts';

let site: Site;

beforeAll(async () => {
  site = await openSite();
});

afterAll(async () => {
  await site?.stop();
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

  it('/livez and /readyz are not there for who comes through a proxy', async () => {
    for (const path of [paths.alive, paths.ready])
      for (const name of ['x-forwarded-for', 'forwarded', 'via'])
        expect([name, (await get(path, { [name]: '203.0.113.7' })).status]).toEqual([name, 404]);
  });

  it('keep an idle connection longer than a load balancer does, which would answer 502 for one that was just closed', async () => {
    const { headers } = await get(paths.alive, { connection: 'keep-alive' });
    const [, seconds] = /timeout=(\d+)/.exec(headers.get('keep-alive') ?? '') ?? [];
    expect(Number(seconds)).toBeGreaterThan(60);
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
    expect((await client.get('sync', {})).me.id).toBe(site.people.member.id);
    client.close();
  });
});

describe('an upgrade', () => {
  it('says which instance it reached', async () => {
    const headers = { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
    const key = { 'sec-websocket-key': randomBytes(16).toString('base64') };
    const asked = request(`${site.instance.url}${paths.socket}/?EIO=4&transport=websocket`, {
      headers: { ...headers, ...key },
    });
    asked.end();
    const [response, socket] = await once(asked, 'upgrade');
    socket.destroy();
    expect(response.headers['x-switchboard-instance']).toBe('contract');
  });
});
