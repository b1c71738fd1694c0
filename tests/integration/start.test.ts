import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../scripts/installation/ports.ts';
import { startPostgres } from '../../scripts/installation/postgres.ts';
import { until } from '../../scripts/installation/waiting.ts';
import { processesMentioning } from '../support/process-list.ts';

const root = join(import.meta.dirname, '../..');
let dataDirectory: string;
let children: ChildProcess[];

beforeEach(async () => {
  children = [];
  dataDirectory = await mkdtemp(join(tmpdir(), 'switchboard-start-'));
});
afterEach(async () => {
  for (const child of children) signalGroup(child, 'SIGKILL');
  await until('all processes to end', async () => (await processesMentioning(dataDirectory)).length === 0);
  await rm(dataDirectory, { recursive: true, force: true });
});

/** `npm start` with no settings but where to put things, in a process group of its own as in a terminal. */
const npmStart = (env: Record<string, string>) => {
  const child = spawn('npm', ['start'], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...plainEnvironment(), DATA_DIR: dataDirectory, ...env },
  });
  children.push(child);
  let output = '';
  const exit = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return { child, exit, output: () => output };
};

/** The settings of whoever runs the tests must not decide what they find. */
const plainEnvironment = (): NodeJS.ProcessEnv => {
  const { PATH, HOME, LANG } = process.env;
  return { NODE_ENV: 'production', PATH, HOME, LANG };
};

const signalGroup = ({ pid }: ChildProcess, signal: NodeJS.Signals): void => {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};

test('npm start with no settings is ready by itself and says how to make the first account; Ctrl-C ends everything cleanly; the second start builds nothing again', async () => {
  const port = await freePort();
  const first = npmStart({ PORT: String(port), LOG_LEVEL: 'debug' });
  await until('the address', () => first.output().includes(`ready at http://localhost:${port}`), 180_000);
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  // One process needs no Redis: nobody is to be woken because there is none.
  expect(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).toContain('\nswitchboard_bus_healthy 1\n');
  const firstAccount = new RegExp(`http://localhost:${port}/sign-up#code=\\w{4}-\\w{4}-\\w{4}-\\w{4}`);
  await until('the setup code', () => firstAccount.test(first.output()));
  // A terminal signals the whole group, and npm passes the signal on a moment later; that is no second Ctrl-C.
  signalGroup(first.child, 'SIGINT');
  await until('the stop to begin', () => first.output().includes('"msg":"stopping"'));
  signalGroup(first.child, 'SIGINT');
  await first.exit;
  await until('all processes to end', async () => (await processesMentioning(dataDirectory)).length === 0);
  expect(first.output()).toContain('database system is shut down');

  const second = npmStart({ PORT: String(port) });
  await until('the address', () => second.output().includes('ready at'), 60_000);
  const said = firstAccount.exec(first.output())?.[0] ?? '?';
  await until('the same setup code', () => second.output().includes(said));
  expect(second.output()).not.toMatch(/Building|Generating|Migrating|Creating/);
  second.child.kill('SIGTERM');
  expect((await second.exit)[0]).toBe(0);
  await until('all processes to end', async () => (await processesMentioning(dataDirectory)).length === 0);
}, 240_000);

test('a port in use, an impossible DATA_DIR and a wrong setting each give one clear line and an exit code', async () => {
  const port = await freePort();
  const squatter = createServer().listen(port, '127.0.0.1');
  onTestFinished(() => void squatter.close());
  const file = join(dataDirectory, 'file');
  await writeFile(file, '');

  expect(await refusal({ PORT: String(port) })).toMatch(new RegExp(`PORT.*${port}`));
  expect(await refusal({ PORT: '0', DATA_DIR: join(file, 'below') })).toMatch(
    /DATA_DIR .*below cannot be written: ENOTDIR/,
  );
  expect(await refusal({ PORT: 'http' })).toMatch(/PORT/);
}, 60_000);

test('beside a PostgreSQL that does not answer yet it waits, says for what, and starts when it does', async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres.stop());
  const databaseUrl = await postgres.createDatabase();
  postgres.process.freeze();
  const { output } = npmStart({ PORT: '0', DATABASE_URL: databaseUrl, AUTH_SECRET: 'x'.repeat(32) });
  await until('a word about the wait', () => output().includes('Waiting for PostgreSQL (DATABASE_URL): '), 60_000);
  postgres.process.thaw();
  await until('the address', () => output().includes('ready at'), 60_000);
  expect(output().split('Waiting for PostgreSQL')).toHaveLength(2);
}, 120_000);

/** @returns the one line that it wrote after npm's own */
const refusal = async (env: Record<string, string>): Promise<string> => {
  const { exit, output } = npmStart(env);
  const [code] = await exit;
  expect(code).not.toBe(0);
  const lines = output()
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^(>|npm )|^Starting|^Creating/.test(line));
  expect(
    lines.filter((line) => !/settings are wrong:$/.test(line)),
    lines.join('\n'),
  ).toHaveLength(1);
  return lines.at(-1) ?? '';
};
