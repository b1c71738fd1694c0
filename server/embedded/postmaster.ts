import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Runner } from './runner.ts';

const run = promisify(execFile);
const stopPatience = 20_000;
const restartDelay = 1_000;

export type PostgresLog = {
  debug(message: string): void;
  warn(message: string): void;
  error(message: string): void;
};

export type PostmasterOptions = {
  directory: string;
  runner: Runner;
  log: PostgresLog;
  /** Called when PostgreSQL runs, and there is nothing to do but wait until it is ready. */
  onWaiting?: () => void;
};
export type Postmaster = { port: number; stop(): Promise<void> };

// Everything the promises need is PostgreSQL's default; it is named so that no edited postgresql.conf weakens it.
const settings = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  lc_messages: 'C',
  log_destination: 'stderr',
  logging_collector: 'off',
};

/** Starts PostgreSQL on a free port of 127.0.0.1 and keeps it running there until `stop`. */
export async function supervisePostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const { port, child: first } = await startOnFreePort(options);
  let child = first;
  const stopping = new AbortController();

  const keepRunning = async (): Promise<void> => {
    for (;;) {
      await ended(child);
      if (stopping.signal.aborted) return;
      options.log.error('PostgreSQL ended by itself and is started again');
      await delay(restartDelay, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      child = await startPostmaster(options, port).catch((error: Error) => {
        options.log.error(error.message);
        return child;
      });
    }
  };
  const supervision = keepRunning();

  const stop = async (): Promise<void> => {
    stopping.abort();
    await stopChild(child);
    await supervision;
    // A restart may have been under way when the signal was given.
    await stopChild(child);
  };
  return { port, stop };
}

/**
 * Stops a PostgreSQL that a killed Switchboard left running on this cluster. The caller owns the directory, so no
 * other Switchboard is using it.
 */
export async function stopLeftover(directory: string, onProgress: (step: string) => void): Promise<void> {
  const pid = await runningPostmaster(directory);
  if (pid === undefined) return;
  onProgress('Stopping the PostgreSQL that an earlier run left behind');
  process.kill(pid, 'SIGINT');
  const patience = AbortSignal.timeout(stopPatience);
  while ((await runningPostmaster(directory)) === pid) {
    if (patience.aborted) process.kill(pid, 'SIGQUIT');
    await delay(50);
  }
}

async function runningPostmaster(directory: string): Promise<number | undefined> {
  try {
    const pid = Number((await readFile(join(directory, 'postmaster.pid'), 'utf8')).split('\n')[0]);
    // The id may have been given to another process since; the command line tells.
    return (await commandLine(pid)).includes(directory) ? pid : undefined;
  } catch {
    return undefined;
  }
}

async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8');
  return (await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)])).stdout;
}

async function startOnFreePort(options: PostmasterOptions): Promise<{ port: number; child: ChildProcess }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return { port, child: await startPostmaster(options, port) };
    } catch (error) {
      if (attempt === 3 || !String(error).includes('Address already in use')) throw error;
    }
  }
}

async function startPostmaster(options: PostmasterOptions, port: number): Promise<ChildProcess> {
  const { directory, runner, log, onWaiting } = options;
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { file, args, ...ids } = runner.command(runner.postgres, ['-D', directory, '-p', String(port), ...flags]);
  // A process group of its own: Ctrl-C in the terminal must reach Switchboard only, which stops the database last.
  const child = spawn(file, args, { ...ids, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  watchOver(child);
  const recent: string[] = [];
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      log.debug(line);
      recent.push(line);
      if (recent.length > 20) recent.shift();
      if (line.includes('ready to accept connections')) resolve();
    });
  });
  const failed = ended(child).then(() => {
    const reason = recent.filter((line) => /FATAL|PANIC|could not/.test(line)).at(0) ?? recent.at(-1) ?? 'no output';
    throw new Error(`PostgreSQL did not start: ${reason}`);
  });
  onWaiting?.();
  await Promise.race([ready, failed]);
  failed.catch(() => {});
  return child;
}

/**
 * PostgreSQL is ended with this process even when this process is killed with SIGKILL: a shell holds the other end of
 * a pipe, which the kernel closes then.
 */
function watchOver(child: ChildProcess): void {
  if (child.pid === undefined) return;
  const script = 'read -r _; kill -INT "$1" 2>/dev/null';
  const watcher = spawn('/bin/sh', ['-c', script, 'switchboard-postgres-watcher', String(child.pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.on('error', () => {});
  watcher.stdin.on('error', () => {});
  watcher.unref();
  child.once('exit', () => watcher.kill('SIGKILL'));
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = ended(child);
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGQUIT'), stopPatience);
  await exit.finally(() => clearTimeout(timer));
}

/** Resolves when the process has ended or could not be started at all. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await once(child, 'close').catch((error: Error) => {
    throw new Error(`PostgreSQL did not start: ${error.message}`, { cause: error });
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port on 127.0.0.1');
  return address.port;
}
