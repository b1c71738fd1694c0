import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTicketIngest } from '../../../server/sources/http.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const run = promisify(execFile);
const script = join(import.meta.dirname, '../../../scripts/produce-ticket.ts');
const secret = 'k'.repeat(32);
let bench: Workbench;
let port: string;

const server = createServer(async (request, response) => {
  const { status, body } = await ingest({ headers: request.headers, body: await buffer(request) });
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
});
let ingest: ReturnType<typeof createTicketIngest>;

beforeAll(async () => {
  bench = await openWorkbench();
  ingest = createTicketIngest({ secret, intake: bench.intake });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = String((server.address() as AddressInfo).port);
});
afterAll(async () => {
  server.close();
  await bench?.close();
});

const send = async (args: string[], env: { [name: string]: string }) =>
  (await run(process.execPath, [script, ...args], { env: { ...process.env, INGEST_SECRET: '', PORT: port, ...env } }))
    .stdout;

describe('npm run ticket', () => {
  it('sends samples that are stored, and says what became of them', async () => {
    expect(await send(['--count', '3', '--broken'], { INGEST_SECRET: secret })).toBe('3 created\n1 dead letter\n');
    expect(await bench.stored()).toHaveLength(3);
  });

  it('takes the secret that an embedded installation keeps', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'switchboard-ticket-'));
    await writeFile(join(folder, 'secrets.json'), JSON.stringify({ AUTH_SECRET: 'a', INGEST_SECRET: secret }));
    expect(await send([], { DATA_DIR: folder })).toBe('1 created\n');
    await rm(folder, { recursive: true });
  });

  it('says what is wrong in one line', async () => {
    await expect(send([], { INGEST_SECRET: 'w'.repeat(32) })).rejects.toMatchObject({
      code: 1,
      stderr: `http://localhost:${port}/api/ingest/tickets: unauthenticated: x-switchboard-signature: does not match\n`,
    });
    await expect(send(['--count', 'many'], {})).rejects.toMatchObject({
      stderr: expect.stringMatching(/^--count: .*\n$/),
    });
  });
});
