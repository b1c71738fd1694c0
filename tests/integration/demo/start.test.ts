import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { paths } from '../../../protocol/index.ts';
import { freePort } from '../../../scripts/installation/ports.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { processesMentioning } from '../../support/process-list.ts';

const root = join(import.meta.dirname, '../../..');
let dataDirectory: string;

beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'switchboard-demo-'));
});
afterEach(async () => {
  await until('all processes to end', async () => (await processesMentioning(dataDirectory)).length === 0);
  await rm(dataDirectory, { recursive: true, force: true });
});

/** `npm run demo` with no settings but where to put things, in a process group of its own as in a terminal. */
const npmRunDemo = (port: number, args: string[]) => {
  const { PATH, HOME, LANG } = process.env;
  const child = spawn('npm', ['run', 'demo', '--', ...args], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { NODE_ENV: 'production', PATH, HOME, LANG, DATA_DIR: dataDirectory, PORT: String(port) },
  });
  const exit = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  onTestFinished(() => {
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined)
      process.kill(-child.pid, 'SIGKILL');
  });
  return { child, exit, output: () => output };
};

const signIn = async (port: number, email: string, password: string): Promise<number> => {
  const origin = `http://localhost:${port}`;
  const answer = await fetch(`http://127.0.0.1:${port}${paths.auth}/sign-in/email`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  await answer.body?.cancel();
  return answer.status;
};

test('npm run demo says how to sign in, which works; the next start fills nothing again and says the same', async () => {
  const port = await freePort();
  const said: string[] = [];
  for (const start of ['first', 'second']) {
    const { child, exit, output } = npmRunDemo(port, ['--size', '0.1']);
    await until('the address', () => output().includes(`ready at http://localhost:${port}`), 120_000);
    expect(output().includes('Making messages'), start).toBe(start === 'first');
    const password = /^with the password (\S+)$/m.exec(output())?.[1] ?? '';
    for (const email of ['ada@demo.example', 'fang@demo.example']) {
      expect(output()).toContain(email);
      expect(await signIn(port, email, password)).toBe(200);
    }
    said.push(password);
    child.kill('SIGINT');
    expect((await exit)[0]).toBe(0);
    await until('all processes to end', async () => (await processesMentioning(dataDirectory)).length === 0);
  }
  expect(said[1]).toBe(said[0]);
}, 240_000);

test('what the demo cannot be made of is one clear line', async () => {
  for (const [args, line] of [
    [['--seed', 'x'], '--seed: a whole number from 0 on'],
    [['--size', '1000'], '--size: a number from 0.1 to 50'],
  ] as const) {
    const { exit, output } = npmRunDemo(0, [...args]);
    expect((await exit)[0]).toBe(1);
    expect(output().trim().split('\n').at(-1)).toBe(line);
  }
}, 60_000);
