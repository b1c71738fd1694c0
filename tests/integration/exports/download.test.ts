import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paths } from '../../../protocol/index.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { writeExport } from '../../../server/exports/write.ts';
import { unsaid } from '../../support/unsaid.ts';
import { type Answer, call, openWeb, password, signUp, type Web } from '../people/web.ts';

const stack = new AsyncDisposableStack();
const log = createLogger('silent', 'test');
let site: Web;
let ada: Answer & { id: string };
let bob: typeof ada;
let own: string;
let everything: string;
afterAll(() => stack.disposeAsync());

const me = (id: string, role: 'admin' | 'member') => ({
  me: { id, name: 'Somebody', ...unsaid, role },
  address: '192.0.2.9',
});

beforeAll(async () => {
  site = await openWeb(stack);
  ada = await signUp(site, 'Ada');
  bob = await signUp(site, '鲍勃');
  const made = [
    await site.exports.createOwn(me(bob.id, 'member')),
    await site.exports.create(me(ada.id, 'admin'), { roomId: null }),
  ];
  const ids = made.map((one) => {
    if (!one.ok) throw new Error(one.error.message);
    return one.data.id;
  });
  for (const id of ids) await writeExport({ database: site.database, log }, id);
  [own = '', everything = ''] = ids;
});

const get = async (path: string, headers: Record<string, string>, method = 'GET') => {
  const response = await fetch(`${site.url}${path}`, { method, headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const file = (id: string) => `${paths.exports}/${id}`;
const as = (who: { cookie: string }) => ({ cookie: who.cookie });

describe('the file of an export', () => {
  it('is had by whose it is, whole, as something to save and never to show; that they had it is recorded', async () => {
    const { status, headers, text } = await get(file(own), as(bob));
    expect(status).toBe(200);
    expect(headers.get('content-length')).toBe(`${Buffer.byteLength(text)}`);
    expect(headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="switchboard-person-\d{4}-\d\d-\d\d\.ndjson"$/,
    );
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).type),
    ).toEqual(['header', 'person', 'end']);
    const told = await site.seed.rows(
      `select actor_id, address from audit_entry where action = 'export.download' and subject_id = $1`,
      [own],
    );
    expect(told).toEqual([{ actor_id: bob.id, address: expect.any(String) }]);
    expect((await get(file(own), as(bob), 'HEAD')).text).toBe('');
  });

  it('is not had by anybody else, however they ask', async () => {
    expect((await get(file(own), {})).status).toBe(401);
    expect((await get(file(own), as(ada))).status, 'an admin').toBe(404);
    expect((await get(file(everything), as(bob))).status, 'no admin').toBe(404);
    expect((await get(file(everything), as(ada))).status).toBe(200);
    for (const person of [ada, bob]) {
      const { token } = await site.seed.apiToken({ id: person.id, name: '', role: 'member' }, ['admin', 'read']);
      const answer = await get(file(own), { authorization: `Bearer ${token}` });
      expect(answer.status, 'an API token').toBe(401);
    }
    for (const from of ['cross-site', 'same-site'])
      expect((await get(file(own), { ...as(bob), 'sec-fetch-site': from })).status, from).toBe(403);
    expect((await get(file(own), as(bob), 'POST')).status).toBe(405);
  });

  it.each([
    ...[
      '/',
      '/..',
      '/../audit/export',
      '/%2e%2e/audit/export',
      `/${'0'.repeat(36)}`,
      '/x'.repeat(1_000),
      "/'%20or%20true",
    ],
    ...['/00000000-0000-0000-0000-000000000000', '/%00', '/%'],
  ])('is nothing at %s', async (path) => {
    const { status, text } = await get(`${paths.exports}${path}`, as(bob));
    expect(status, text).toBeGreaterThanOrEqual(400);
    expect(status, text).toBeLessThan(500);
    expect(text).not.toContain('"header"');
  });

  it('is nothing behind its own address, either', async () => {
    for (const path of [`${file(own)}/`, `${file(own)}/1`, `${file(own)}%2f`])
      expect((await get(path, as(bob))).status, path).toBe(404);
  });

  it('is had only by who has lately proved who they are', async () => {
    await site.seed.rows(
      `update session set created_at = now() - interval '11 minutes', confirmed_at = null where user_id = $1`,
      [bob.id],
    );
    const stale = await get(file(own), as(bob));
    expect([stale.status, JSON.parse(stale.text)]).toMatchObject([
      ...[403, { error: { code: 'forbidden', data: { confirm: ['password', 'again'] } } }],
    ]);
    await call(site, '/confirm', { password }, as(bob));
    expect((await get(file(own), as(bob))).status).toBe(200);
  });

  it('of which a part is missing ends before its end, and is no whole file', async () => {
    await site.seed.rows('delete from export_part where export_id = $1', [everything]);
    await expect(get(file(everything), as(ada))).rejects.toThrow();
  });

  it('is gone when it was given up', async () => {
    await site.exports.cancel(me(bob.id, 'member'), { exportId: own });
    expect((await get(file(own), as(bob))).status).toBe(404);
  });
});
