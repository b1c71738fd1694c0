import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** The kernel's bound on a socket's path is 108 bytes on Linux and 104 on macOS. */
const longestSocketPath = 100;

/**
 * Makes this process the only Switchboard on a data directory until `release` is called or the process ends, however
 * it ends. A listening socket is the mark: unlike a file with a process id it cannot outlive its owner, and it cannot
 * be mistaken for another process after a reboot or in a container where ids repeat.
 *
 * @throws Error with one line for a person when the directory is owned by a running Switchboard or cannot be written
 */
export async function claimDirectory(directory: string): Promise<{ release(): Promise<void> }> {
  const path = socketPath(directory);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const server = await listen(path);
      await chmod(path, 0o600);
      return { release: () => close(server) };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EADDRINUSE') {
        throw new Error(`DATA_DIR ${directory} cannot be written: ${code}`, { cause: error });
      }
      if (attempt === 3 || (await isAnswered(path))) {
        throw new Error(`DATA_DIR ${directory} is in use by another Switchboard; stop it or choose another DATA_DIR`);
      }
      await rm(path, { force: true });
    }
  }
}

function socketPath(directory: string): string {
  const inside = join(directory, 'owner.sock');
  const shortest = [inside, relative(process.cwd(), inside)].sort((a, b) => a.length - b.length)[0] ?? inside;
  if (Buffer.byteLength(shortest) <= longestSocketPath) return shortest;
  return join(tmpdir(), `switchboard-${createHash('sha256').update(directory).digest('hex').slice(0, 16)}.sock`);
}

async function listen(path: string): Promise<Server> {
  const server = createServer((socket) => socket.destroy());
  server.listen(path);
  await once(server, 'listening');
  return server.unref();
}

async function isAnswered(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
