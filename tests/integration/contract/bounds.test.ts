import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { limits, paths } from '../../../protocol/index.ts';
import { type Instance, startInstance } from '../../../scripts/installation/instances.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { head, openRawHttp, type RawHttp, writeAll } from '../../support/raw-http.ts';
import { freshDatabase } from '../../support/shared.ts';

/** One instance with everything that answers HTTP; each describe asks it, and the last test stops it. */
let instance: Instance;
const signInPath = `${paths.auth}/sign-in/email`;
const json = { 'content-type': 'application/json' };

beforeAll(async () => {
  instance = await startInstance({ databaseUrl: await freshDatabase() }, { id: 'bounds' });
});
afterAll(() => instance?.stop());

const open = async (...text: string[]): Promise<RawHttp> => {
  const connection = await openRawHttp(instance.port);
  connection.socket.write(text.join(''));
  return connection;
};
const errorOf = ({ body }: { body: string }): string => JSON.parse(body).error.code;

/** The most memory that the process ever had, in bytes. */
const peakMemory = async (): Promise<number> => {
  const status = await readFile(`/proc/${instance.process.pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) * 1_024;
};

describe('a body that is too large', () => {
  const large = 5_000_000;

  it.each([
    ['to sign in', `POST ${signInPath}`, 413, 'too_large'],
    ['with tickets', `POST ${paths.ingestTickets}`, 413, 'too_large'],
    ['to a path for programs that is none', 'POST /api/nothing', 404, 'not_found'],
    ['to a page', 'POST /chat', 405, 'not_found'],
    ['where none is expected', `GET ${paths.alive}`, 413, 'too_large'],
  ])('%s is refused, and whoever sends it all before they listen is told so', async (_, line, status, code) => {
    for (const chunked of [false, true]) {
      const lengths: Record<string, string | number> = chunked
        ? { 'transfer-encoding': 'chunked' }
        : { 'content-length': large };
      const connection = await open(head(line, { ...json, ...lengths }));
      await writeAll(connection.socket, large, chunked);
      const answer = await connection.answer();
      expect([answer.status, errorOf(answer)]).toEqual([status, code]);
      connection.socket.destroy();
    }
  });

  it('is not even asked for when its sender asks first', async () => {
    const asking = { ...json, 'content-length': large, expect: '100-continue' };
    const connection = await open(head(`POST ${signInPath}`, asking));
    expect((await connection.answer()).status).toBe(413);
    expect(connection.received()).not.toContain('100 Continue');
    connection.socket.destroy();
  });

  it('of which many come at once leaves the process small', async () => {
    const bytes = 30_000_000;
    const before = await peakMemory();
    const answers = await Promise.all(
      Array.from({ length: 40 }, async (__, index) => {
        const chunked = index % 2 === 1;
        const lengths: Record<string, string | number> = chunked
          ? { 'transfer-encoding': 'chunked' }
          : { 'content-length': bytes };
        const connection = await open(head(`POST ${signInPath}`, { ...json, ...lengths }));
        await writeAll(connection.socket, bytes, chunked);
        const { status } = await connection.answer();
        connection.socket.destroy();
        return status;
      }),
    );
    // Who sends without a length may find all memory for bodies of one address in use, before their own is too large.
    expect(answers.filter((status) => status !== 413 && status !== 503)).toEqual([]);
    expect(answers.filter((_status, index) => index % 2 === 0)).toEqual(Array(20).fill(413));
    expect(await peakMemory(), `before: ${before}`).toBeLessThan(600_000_000);
  }, 120_000);
});

describe('a request that offers an upgrade', () => {
  it.each([
    ['h2c', paths.alive],
    ['h2c', '/sign-in'],
    ['h2c', `${paths.socket}/?EIO=4&transport=websocket`],
    ['websocket', '/socket.iox'],
    ['websocket', '/nothing'],
    ['websocket', `${paths.auth}/get-session`],
    ['TLS/1.0', paths.alive],
  ])('to %s on %s is answered like any other, and so is the next one', async (protocol, path) => {
    const offer = { connection: 'Upgrade, HTTP2-Settings', upgrade: protocol, 'http2-settings': 'AAMAAABkAAQAAP__' };
    const websocket = { 'sec-websocket-version': 13, 'sec-websocket-key': randomBytes(16).toString('base64') };
    const connection = await open(head(`HEAD ${path}`, { ...offer, ...websocket }));
    await until('an answer', () => connection.received().includes('\r\n\r\n'));
    expect(connection.received()).toMatch(/^HTTP\/1\.1 [234]\d\d /);
    connection.socket.write(head(`GET ${paths.alive}`));
    await until('another one', () => connection.received().includes('{"ok":true,"data":{"instance":"bounds"}}'));
    connection.socket.destroy();
  });
});

describe('an odd request', () => {
  it.each([
    ['a path that encodes nothing', head('GET /chat/%E0%A4%A')],
    ['a query that encodes nothing', head('GET /chat?x=%E0%A4%A')],
    ['a path with NUL', head('GET /chat/%00')],
    ['another host for a path', head('GET //evil.example/')],
    ['a whole address', head('GET http://evil.example/chat')],
    ['a protocol that is none', head('GET /sign-in', { 'x-forwarded-proto': 'x://' })],
    ['a forwarded host that is none', head('GET /sign-in', { 'x-forwarded-host': '//x y' })],
    ['an invitation that is none', head('GET /sign-up?invitation=%00%E0')],
    ['a host that is none', 'GET /sign-in HTTP/1.1\r\nhost: a b\r\n\r\n'],
    ['no host', 'GET /sign-in HTTP/1.1\r\n\r\n'],
    ['an older HTTP without a host', 'GET /sign-in HTTP/1.0\r\n\r\n'],
    ['a router state that is none', head('GET /nothing?_rsc=x', { rsc: 1, 'next-router-state-tree': '%E0%A4%A' })],
    [
      'cookies that encode nothing',
      head('GET /chat', { cookie: 'locale=%E0%A4%A; better-auth.session_token=%E0%A4%A' }),
    ],
    ['a protocol that is none, to sign in', head(`GET ${paths.auth}/get-session`, { 'x-forwarded-proto': 'x://' })],
  ])('(%s) is no fault of the server', async (_, text) => {
    const connection = await open(text);
    await until('an answer', () => connection.received().includes('\r\n\r\n'));
    expect(connection.received()).toMatch(/^HTTP\/1\.1 [234]/);
    connection.socket.destroy();
  });

  it('has made the server write of no failure', () => {
    expect(instance.process.output()).not.toContain('a request failed');
  });
});

test('a stop is clean, whatever is open: requests, halves of them, bodies, sockets that never say goodbye', async () => {
  const upgrade = {
    ...{ connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': 13 },
    'sec-websocket-key': randomBytes(16).toString('base64'),
  };
  const connections = await Promise.all([
    open(head(`GET ${paths.socket}/?EIO=4&transport=websocket`, upgrade)),
    open(head('GET /nothing', upgrade)),
    open(head(`GET ${paths.alive}`, { connection: 'Upgrade', upgrade: 'h2c' })),
    open(head(`GET ${paths.alive}`)),
    open(`GET ${paths.alive} HTTP/1.1\r\nhost: local`),
    open(head(`POST ${signInPath}`, { ...json, 'content-length': 1_000 }), '{"email":'),
    open(head(`POST ${signInPath}`, { ...json, 'content-length': 2 * limits.requestBytes }), '{"email":'),
    open(),
  ]);
  await until('the socket to be open', () => connections[0]?.received().startsWith('HTTP/1.1 101') === true);
  instance.process.signal('SIGTERM');
  expect(await instance.process.ended).toBe(0);
  expect(instance.process.output()).not.toContain('stopping took too long');
  await until('every connection to be closed', () => connections.every(({ isClosed }) => isClosed));
});
