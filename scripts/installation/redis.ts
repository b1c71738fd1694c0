import { freePort } from './ports.ts';
import { makeFolder, type Running, removeFolder, startProcess } from './processes.ts';
import { commandFor } from './programs.ts';
import { isListening } from './waiting.ts';

export type Redis = {
  url: string;
  port: number;
  process: Running;
  /** Starts it again on the same port: empty, unless it is one that keeps everything. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

const keeping = ['--appendonly', 'yes', '--appendfsync', 'always'];
const forgetting = ['--appendonly', 'no'];

/** Starts a Redis that keeps nothing on disk, or one that keeps each command before it answers. */
export const startRedis = async ({ keeps = false }: { keeps?: boolean } = {}): Promise<Redis> => {
  const folder = makeFolder('redis');
  const port = await freePort();
  const kept = keeps ? keeping : forgetting;
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', ...kept, '--dir', folder];
  const start = async () =>
    startProcess({
      name: 'redis',
      folder,
      command: await commandFor('redis-server', folder, args),
      ready: () => isListening(port),
    });
  try {
    const redis: Redis = {
      url: `redis://127.0.0.1:${port}`,
      port,
      process: await start(),
      restart: async () => {
        redis.process = await start();
      },
      stop: async () => {
        await redis.process.stop();
        removeFolder(folder);
      },
    };
    return redis;
  } catch (error) {
    removeFolder(folder);
    throw error;
  }
};
