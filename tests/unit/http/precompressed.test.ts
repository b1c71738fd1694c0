import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../../server/config.ts';
import { precompressed } from '../../../server/doors/http/precompressed.ts';
import { createHttp, type Pages } from '../../../server/doors/http/server.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { collectLog } from '../../support/log-lines.ts';

const metrics = createMetrics();
const { log, lines } = collectLog();
const http = createHttp({ config: readConfig({}), log, metrics, isAccepting: () => true });
const large = randomBytes(20_000_000);
let folder: string;
let port: number;
/** The answer that is under way. */
let sending: Promise<void>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'precompressed-'));
  await mkdir(join(folder, 'chunks'));
  await writeFile(join(folder, 'chunks/large.js.br'), large);
  const rendered = async (_request: unknown, response: { end(text: string): unknown }) => {
    response.end('rendered');
  };
  const pages = await precompressed(folder, { show: rendered, missing: rendered });
  const show: Pages['show'] = (request, response) => {
    sending = pages.show(request, response);
    return sending;
  };
  http.serve({ routes: [], pages: { ...pages, show } });
  http.server.listen(0, '127.0.0.1');
  await once(http.server, 'listening');
  ({ port } = http.server.address() as AddressInfo);
});
afterAll(async () => {
  http.server.close();
  http.server.closeAllConnections();
  await rm(folder, { recursive: true, force: true });
});

const path = '/_next/static/chunks/large.js';
it('sends what the build compressed to browsers that take it, and leaves the rest to others', async () => {
  const get = async (address: string, headers: Record<string, string> = {}) =>
    (await fetch(`http://127.0.0.1:${port}${address}`, { headers: { 'accept-encoding': 'gzip', ...headers } })).text();
  expect(await get(path)).toBe('rendered');
  expect(await get('/_next/static/chunks/other.js', { 'accept-encoding': 'br' })).toBe('rendered');
  const head = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'HEAD', headers: { 'accept-encoding': 'br' } });
  expect(head.status).toBe(200);
});

it('somebody who goes away in the middle of a file is no failure', async () => {
  const socket = connect(port, '127.0.0.1');
  socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\naccept-encoding: br\r\n\r\n`);
  const [first] = await once(socket, 'data');
  expect(String(first)).toContain('content-encoding: br');
  socket.destroy();
  await expect(sending).rejects.toThrow();
  await nextTurn();
  expect(lines()).toEqual([]);
  expect((await metrics.httpFailures.get()).values).toMatchObject([{ value: 0 }]);
});
