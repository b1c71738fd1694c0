import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { buildStale } from './build/steps.ts';

const root = join(import.meta.dirname, '..');
const settleTime = 150;

/**
 * Runs the server with the pages in Next's development mode, which reloads them by itself, and starts the server again
 * when its own code changes. `node --watch` would also watch, and restart for, every page that Next compiles.
 */
const develop = async (): Promise<number> => {
  const generated = await buildStale(['generate']);
  if (generated !== 0) return generated;
  let stopping = false;
  let changed = Promise.withResolvers<void>();
  const restart = debounce(() => changed.resolve());
  for (const folder of ['server', 'protocol', 'prisma']) {
    watch(join(root, folder), { recursive: true }, (_, file) => {
      if (file === null || !file.startsWith(join('store', 'generated'))) restart();
    });
  }

  for (;;) {
    changed = Promise.withResolvers<void>();
    const server = startServer();
    const stop = (signal: NodeJS.Signals) => {
      stopping = true;
      server.kill(signal);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
    const ended = once(server, 'close');
    await Promise.race([ended, changed.promise]);
    if (!stopping && server.exitCode === null) {
      console.log('The server changed; starting it again …');
      server.kill('SIGTERM');
    }
    await ended;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, stop);
    if (stopping) return server.exitCode ?? 0;
    if (server.exitCode !== 0 && server.exitCode !== null) {
      console.log('The server ended; waiting for a change …');
      await changed.promise;
    }
    await buildStale(['generate']);
  }
};

const startServer = (): ChildProcess =>
  spawn(process.execPath, [join(root, 'server/main.ts')], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: 'inherit',
  });

const debounce = (action: () => void): (() => void) => {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, settleTime);
  };
};

process.exit(await develop());
