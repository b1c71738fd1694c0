import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../../scripts/installation/ports.ts';
import { makeFolder, removeFolder, startProcess } from '../../../../scripts/installation/processes.ts';
import { isListening } from '../../../../scripts/installation/waiting.ts';
import type { World } from '../../world.ts';
import { emptyRedis, type Site, type SiteInstance, type SiteOptions } from '../site.ts';
import { installCentrifugo } from './install.ts';

/** Enough for what is missed while somebody is away for two minutes, as R keeps it; its clients recover 300 at most. */
const history = { history_size: 1_000, history_ttl: '120s', force_recovery: true };

const configuration = (port: number, redisUrl: string) => ({
  http_server: { address: '127.0.0.1', port },
  engine: { type: 'redis', redis: { address: redisUrl } },
  // Believes who somebody says they are and lets anybody into any channel, as the other peers do.
  client: { insecure: true },
  channel: { without_namespace: history },
  // Collects the garbage on demand.
  debug: { enabled: true },
  log: { level: 'warn' },
});

/** Go collects when a profile of its heap is asked for in this way, and gives back what has been free for some time. */
const collect = async (port: number): Promise<void> => {
  const response = await fetch(`http://127.0.0.1:${port}/debug/pprof/heap?gc=1`);
  if (!response.ok) throw new Error(`Centrifugo does not collect its garbage: ${response.status}`);
  await response.arrayBuffer();
};

const startNode = async (program: string, world: World, folder: string, index: number): Promise<SiteInstance> => {
  const port = await freePort();
  const name = `centrifugo-${index}`;
  const file = join(folder, `${name}.json`);
  await writeFile(file, JSON.stringify(configuration(port, world.redis.url)));
  const begin = () =>
    startProcess({
      name,
      folder,
      command: { file: program, args: ['--config', file] },
      ready: () => isListening(port),
    });
  let running = await begin();
  return {
    address: { host: '127.0.0.1', port },
    process: () => running,
    collect: () => collect(port),
    redeploy: async () => {
      await running.stop();
      running = await begin();
    },
  };
};

const nothingStored = (): never => {
  throw new Error('Centrifugo stores nothing');
};

/** Starts nodes of Centrifugo that keep their history in Redis. */
export const startCentrifugo = async (world: World, { instances: count }: SiteOptions): Promise<Site> => {
  const program = await installCentrifugo(world.say);
  await emptyRedis(world);
  const folder = makeFolder('centrifugo');
  const nodes = await Promise.all(
    Array.from({ length: count }, (_, index) => startNode(program, world, folder, index)),
  );
  return {
    target: 'G',
    dialect: 'centrifugo',
    secret: '',
    databaseUrl: '',
    promises: { ordered: false, repairs: false },
    instances: nodes,
    processes: () => nodes.map((node) => node.process()),
    echo: true,
    verifyStore: async () => [],
    verifyFeed: nothingStored,
    startWorker: nothingStored,
    stop: async () => {
      await Promise.all(nodes.map((node) => node.process().stop()));
      removeFolder(folder);
    },
  };
};
