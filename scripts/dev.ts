import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buildStale } from './build/steps.ts';

const root = join(import.meta.dirname, '..');
const watched = ['server', 'protocol', 'prisma'];
const generated = join(root, 'server/engine/store/generated');
const settleTime = 150;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs the server with the pages in Next's development mode, which reloads them by itself, and starts the server again
 * when its own code changes. `node --watch` would also watch, and restart for, every page that Next compiles.
 * @returns the exit code of the server that the signal ended
 */
const develop = async (): Promise<number> => {
  for (;;) {
    const code = await buildStale(['generate']);
    if (code !== 0) return code;
    const change = await nextChange();
    const server = startServer();
    const stopped = stopWith(server);
    await Promise.race([once(server, 'close'), change.happened]);
    if (stopped()) return finish(server);
    if (isRunning(server)) {
      console.log('The server changed; starting it again …');
      server.kill('SIGTERM');
    } else {
      console.log('The server ended; waiting for a change …');
      await change.happened;
    }
    await finish(server);
    if (stopped()) return server.exitCode ?? 0;
    change.close();
  }
};

const startServer = (): ChildProcess =>
  spawn(process.execPath, [join(root, 'server/main.ts')], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: 'inherit',
  });

const isRunning = (server: ChildProcess): boolean => server.exitCode === null && server.signalCode === null;

const finish = async (server: ChildProcess): Promise<number> => {
  if (isRunning(server)) await once(server, 'close');
  return server.exitCode ?? 1;
};

/** Passes signals on while the server runs; with no server to wait for, a signal ends this process at once. */
const stopWith = (server: ChildProcess): (() => boolean) => {
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    stopping = true;
    server.kill(signal);
  };
  for (const signal of signals) process.on(signal, stop);
  server.once('close', () => {
    for (const signal of signals) process.off(signal, stop);
  });
  return () => stopping;
};

/** Folders rather than files or trees: an editor that saves by renaming takes a watched file away. */
const nextChange = async (): Promise<{ happened: Promise<void>; close(): void }> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let timer: NodeJS.Timeout | undefined;
  const settle = () => {
    clearTimeout(timer);
    timer = setTimeout(resolve, settleTime);
  };
  const folders = (await Promise.all(watched.map((folder) => foldersBelow(join(root, folder))))).flat();
  const watchers = folders.filter((folder) => folder !== generated).map((folder) => watch(folder, settle));
  const close = () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
  return { happened: promise, close };
};

const foldersBelow = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const inside = entries.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
  return [folder, ...inside.filter((path) => !path.startsWith(`${generated}/`))];
};

process.exit(await develop());
