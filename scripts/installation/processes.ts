import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './waiting.ts';

const stopPatience = 20_000;

export type Command = {
  file: string;
  args: string[];
  env?: Record<string, string>;
  cwd?: string;
  uid?: number;
  gid?: number;
  /** Name of the Docker container that the command runs; signals that Docker does not pass on go there. */
  container?: string;
};

export type StartOptions = {
  name: string;
  folder: string;
  command: Command;
  /** Asked until it answers yes; only then is the process handed out. */
  ready: () => boolean | Promise<boolean>;
  patience?: number;
  stopSignal?: NodeJS.Signals;
};

/** A real process that a test started, in a process group of its own. */
export type Running = {
  readonly pid: number;
  readonly alive: boolean;
  /** Resolves with the exit code, or the signal's name. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Everything that it wrote so far. */
  output(): string;
  /** Asks it to end and waits; insists with SIGKILL when it takes much longer than an instance's draining. */
  stop(): Promise<void>;
  /** SIGKILL to the whole group. */
  kill(): Promise<void>;
  /** SIGSTOP and SIGCONT to the whole group. */
  freeze(): void;
  thaw(): void;
  signal(signal: NodeJS.Signals): void;
};

/** A folder for one service. It is removed by `removeFolder`, or with the test process when that is killed. */
export const makeFolder = (name: string): string => {
  const folder = mkdtempSync(join(tmpdir(), `switchboard-${name}-`));
  // PostgreSQL and nginx's workers run as other users when the tests run as root.
  chmodSync(folder, 0o711);
  return folder;
};

/** Set KEEP_TEST_FOLDERS to look at the logs afterwards. */
export const removeFolder = (folder: string): void => {
  if (process.env.KEEP_TEST_FOLDERS) return;
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
};

/**
 * Starts a process and waits until it is ready.
 * It cannot outlive the test process, however that ends: a small shell waits at the other end of a pipe for it.
 * @throws Error with the end of its output when it ends or is not ready in time
 */
export const startProcess = async (options: StartOptions): Promise<Running> => {
  const { name, folder, command, patience = 30_000, stopSignal = 'SIGTERM' } = options;
  const logFile = join(folder, `${name}.log`);
  const log = openSync(logFile, 'a');
  const child = spawn(command.file, command.args, {
    cwd: command.cwd ?? folder,
    env: { ...process.env, ...command.env },
    ...(command.uid === undefined ? {} : { uid: command.uid, gid: command.gid }),
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const running = control(child, { logFile, folder, stopSignal, container: command.container });
  const early = running.ended.then((how) => {
    throw new Error(`${name} ended with ${how} before it was ready:\n${tail(running.output())}`);
  });
  const ready = until(`${name} to be ready`, options.ready, patience).catch((error: Error) => {
    throw new Error(`${error.message}:\n${tail(running.output())}`, { cause: error.cause });
  });
  try {
    await Promise.race([ready, early]);
  } catch (error) {
    await running.kill();
    throw error;
  } finally {
    early.catch(() => {});
    ready.catch(() => {});
  }
  return running;
};

type ControlOptions = { logFile: string; folder: string; stopSignal: NodeJS.Signals; container: string | undefined };

const control = (child: ChildProcess, { logFile, folder, stopSignal, container }: ControlOptions): Running => {
  const { pid } = child;
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 0));
  });
  if (pid === undefined) return { ...notStarted, ended };
  const release = watchOver(pid, folder);
  const signal = (wanted: NodeJS.Signals) => {
    signalGroup(pid, wanted);
    if (container && wanted !== 'SIGTERM' && wanted !== 'SIGINT') signalContainer(container, wanted);
  };
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  const finish = async () => {
    await ended;
    // The leader is gone; whatever it left in its group goes too.
    signalGroup(pid, 'SIGKILL');
    release();
  };
  return {
    pid,
    ended,
    get alive() {
      return isAlive();
    },
    output: () => readFileSync(logFile, 'utf8'),
    stop: async () => {
      if (isAlive()) {
        signal('SIGCONT');
        signal(stopSignal);
      }
      const insist = setTimeout(() => signal('SIGKILL'), stopPatience);
      await finish().finally(() => clearTimeout(insist));
    },
    kill: async () => {
      if (isAlive()) signal('SIGKILL');
      await finish();
    },
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    signal,
  };
};

const nothing = async () => {};
const notStarted: Omit<Running, 'ended'> = {
  pid: -1,
  alive: false,
  output: () => '',
  stop: nothing,
  kill: nothing,
  freeze: () => {},
  thaw: () => {},
  signal: () => {},
};

const signalGroup = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};

const signalContainer = (container: string, signal: NodeJS.Signals): void => {
  execFileSync('docker', ['kill', '--signal', signal, container], { stdio: 'ignore' });
};

const watcherScript = `
read -r _
kill -s CONT -- "-$1"; kill -s INT -- "-$1"
n=0; while kill -s 0 -- "-$1" && [ $n -lt 50 ]; do sleep 0.1; n=$((n+1)); done
kill -s KILL -- "-$1"
[ -n "$KEEP_TEST_FOLDERS" ] || rm -rf -- "$2"
`;

const watchOver = (pid: number, folder: string): (() => void) => {
  const args = ['-c', watcherScript, 'switchboard-test-watcher', String(pid), folder];
  const watcher = spawn('/bin/sh', args, { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  watcher.unref();
  return () => watcher.kill('SIGKILL');
};

const tail = (text: string): string => text.trimEnd().split('\n').slice(-25).join('\n');
