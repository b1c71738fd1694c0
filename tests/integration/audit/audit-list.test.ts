import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AuditEntry, clientEvents, limits, type PayloadInput, paths } from '../../../protocol/index.ts';
import { auditHandlers, record } from '../../../server/audit/index.ts';
import { unsaid } from '../../support/unsaid.ts';
import { type Answer, call, openWeb, password, signUp, type Web } from '../people/web.ts';

const stack = new AsyncDisposableStack();
let site: Web;
let ada: Answer & { id: string };
let bob: typeof ada;
let room: string;
afterAll(() => stack.disposeAsync());

/** What admins see, asked as they ask it. */
const list = async (payload: PayloadInput<'audit:list'> = {}) => {
  const handler = auditHandlers({ database: site.database })['audit:list'];
  const me = { id: ada.id, name: 'Ada', ...unsaid, role: 'admin' } as const;
  const answer = await handler(
    { me, sessionId: ada.id, address: '192.0.2.1' },
    clientEvents['audit:list'].payload.parse(payload),
  );
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.data;
};
const everything = async (payload: PayloadInput<'audit:list'> = {}) => {
  const entries: AuditEntry[] = [];
  for (let beforeSeq: number | undefined; ; ) {
    const page = await list({ ...payload, ...(beforeSeq !== undefined && { beforeSeq }) });
    entries.push(...page.entries);
    if (page.next === null) return entries;
    beforeSeq = page.next;
  }
};
const note = (actorId: string, action: 'room.archive' | 'token.end', id: string, refused = false) =>
  record(site.database, { actorId, action, subject: { kind: 'room', id }, address: '192.0.2.2', refused });

beforeAll(async () => {
  site = await openWeb(stack);
  ada = await signUp(site, 'Ada');
  bob = await signUp(site, 'Bob');
  const people = await Promise.all(['Eva'].map((name) => site.seed.person(name)));
  room = await site.seed.room(people, { name: '=Plans, "secret"' });
  for (let n = 0; n < 30; n += 1) {
    await note(n % 3 === 0 ? ada.id : bob.id, n % 2 === 0 ? 'room.archive' : 'token.end', room, n % 5 === 0);
  }
});

describe('an admin sees what was done', () => {
  it('the latest first, a page at a time, with what people and rooms are called', async () => {
    const all = await everything({ limit: 7 });
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, place) => all.length - place));
    expect(all[0]).toMatchObject({
      actor: { id: bob.id, name: 'Bob' },
      subject: { kind: 'room', id: room, name: '=Plans, "secret"' },
    });
  });

  it('by who, what, on whom, how it ended and when, also by several of them', async () => {
    const all = await everything();
    const since = all[10]?.at ?? '';
    const until = all[5]?.at ?? '';
    const cases: [PayloadInput<'audit:list'>, (entry: AuditEntry) => boolean][] = [
      [{ actorId: bob.id }, ({ actor }) => actor?.id === bob.id],
      [{ action: 'token.end' }, ({ action }) => action === 'token.end'],
      [{ subjectId: bob.id }, ({ subject }) => subject?.id === bob.id],
      [{ refused: true }, ({ refused }) => refused],
      [
        { subjectId: room, actorId: ada.id, action: 'room.archive', refused: false },
        ({ subject, actor, action, refused }) =>
          subject?.id === room && actor?.id === ada.id && action === 'room.archive' && !refused,
      ],
      [{ after: since, before: until }, ({ at }) => at >= since && at <= until],
      [{ after: new Date(Date.now() + 86_400_000).toISOString() }, () => false],
    ];
    for (const [filter, isMeant] of cases)
      expect(await everything({ ...filter, limit: 3 }), JSON.stringify(filter)).toEqual(all.filter(isMeant));
    expect(all.filter(({ at }) => at >= since && at <= until).length).toBeGreaterThan(3);
  });

  it('and what is rare is found behind more entries than one page looks at', async () => {
    const many = limits.auditSearched + 10;
    await site.seed.rows(
      `select audit($1, 'session.begin', null, null, null, '::1') from generate_series(1, $2::int)`,
      [bob.id, many],
    );
    const first = await list({ refused: true });
    expect(first.entries).toEqual([]);
    expect(first.next).not.toBeNull();
    expect((await everything({ refused: true })).length).toBe(6);
  });
});

describe('the log as a file', () => {
  const download = async (query: string, headers: Record<string, string> = { cookie: ada.cookie }) => {
    const response = await fetch(`${site.url}${paths.auditExport}?${query}`, { headers });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };

  it('is every entry with its hash, in their order, and that it was taken is one', async () => {
    const { status, text, headers } = await download('format=ndjson');
    expect([status, headers.get('content-type')]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="audit-\d{4}-\d\d-\d\d\.ndjson"$/);
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const stored = await site.seed.rows<{ hash: string }>(
      `select encode(hash, 'hex') as hash from audit_entry order by seq`,
    );
    expect(lines.map(({ hash }) => hash)).toEqual(stored.map(({ hash }) => hash));
    expect(lines.at(-1)).toMatchObject({ action: 'audit.export', actorId: ada.id, detail: { format: 'ndjson' } });
  });

  it('as a table holds nothing that calculates, and only what the filter says', async () => {
    await record(site.database, {
      ...{ actorId: bob.id, action: 'room.archive', address: '=1+1', detail: { name: 'a "quoted", one\n' } },
      subject: { kind: '@SUM(A1)', id: '-2' },
    });
    const { text } = await download(`format=csv&subjectId=-2`);
    const [head, row, ...more] = text.trimEnd().split('\r\n');
    expect(head).toBe('seq,at,actorId,action,subjectKind,subjectId,address,refused,detail,hash');
    expect(more).toEqual([]);
    expect(row).toContain(`,room.archive,'@SUM(A1),'-2,'=1+1,false,"{""name"":""a \\""quoted\\"", one\\n""}",`);
  });

  it('is for admins, and only for pages of this site', async () => {
    const fromSite = (from: string) => ({ cookie: ada.cookie, 'sec-fetch-site': from });
    expect((await download('', {})).status).toBe(401);
    expect((await download('', { cookie: bob.cookie })).status).toBe(403);
    expect((await download('', fromSite('cross-site'))).status).toBe(403);
    expect((await download('', fromSite('same-origin'))).status).toBe(200);
    expect((await download('format=xml')).status).toBe(400);
  });

  it('is for who has lately proved who they are: a browser that was left open is not enough, nor an API token', async () => {
    await site.seed.rows(
      `update session set created_at = now() - interval '11 minutes', confirmed_at = null where user_id = $1`,
      [ada.id],
    );
    const stale = await download('');
    expect([stale.status, JSON.parse(stale.text)]).toMatchObject([
      403,
      { error: { data: { confirm: ['password', 'again'] } } },
    ]);
    await call(site, '/confirm', { password }, { cookie: ada.cookie });
    expect((await download('')).status).toBe(200);
    const { token } = await site.seed.apiToken({ id: ada.id, name: 'Ada', role: 'admin' });
    expect((await download('', { authorization: `Bearer ${token}` })).status).toBe(401);
  });
});
