import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './ports.ts';
import { makeFolder, type Running, removeFolder, startProcess } from './processes.ts';
import { commandFor } from './programs.ts';
import { isListening } from './waiting.ts';

const deployed = join(import.meta.dirname, '../../deploy/nginx.conf');

export type Nginx = {
  url: string;
  port: number;
  process: Running;
  restart(): Promise<void>;
  /** Takes other instances, as `nginx -s reload` does after an edit. */
  reload(instancePorts: readonly number[]): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Starts nginx with deploy/nginx.conf itself; only addresses and the folder for temporary files are put in.
 * @param port known beforehand where the instances must be told their public address
 */
export const startNginx = async (instancePorts: readonly number[], port?: number): Promise<Nginx> => {
  const folder = makeFolder('nginx');
  const listenPort = port ?? (await freePort());
  const configFile = join(folder, 'nginx.conf');
  const write = async (ports: readonly number[]) =>
    writeFile(configFile, adapt(await readFile(deployed, 'utf8'), { folder, listenPort, instancePorts: ports }));
  const user = process.getuid?.() === 0 ? ' user root;' : '';
  const args = ['-p', folder, '-e', 'stderr', '-c', configFile, '-g', `daemon off;${user}`];
  const start = async () =>
    startProcess({
      name: 'nginx',
      folder,
      command: await commandFor('nginx', folder, args),
      ready: () => isListening(listenPort),
    });
  try {
    await write(instancePorts);
    const nginx: Nginx = {
      url: `http://127.0.0.1:${listenPort}`,
      port: listenPort,
      process: await start(),
      restart: async () => {
        nginx.process = await start();
      },
      reload: async (ports) => {
        await write(ports);
        nginx.process.signal('SIGHUP');
      },
      stop: async () => {
        await nginx.process.stop();
        removeFolder(folder);
      },
    };
    return nginx;
  } catch (error) {
    removeFolder(folder);
    throw error;
  }
};

type Adaptation = { folder: string; listenPort: number; instancePorts: readonly number[] };

const adapt = (config: string, { folder, listenPort, instancePorts }: Adaptation): string => {
  const instance = /^( *)server instance-\d+:3000(.*;)$/gm;
  const first = instance.exec(config);
  if (first === null) throw new Error('deploy/nginx.conf names no "server instance-N:3000"');
  const servers = instancePorts.map((port) => `${first[1]}server 127.0.0.1:${port}${first[2]}`).join('\n');
  let placed = false;
  return [
    [/listen 8080;/, `listen 127.0.0.1:${listenPort};`],
    [/ \/tmp\//g, ` ${folder}/`],
  ].reduce(
    (text, [wanted, replacement]) => {
      const changed = text.replace(wanted as RegExp, replacement as string);
      if (changed === text) throw new Error(`deploy/nginx.conf does not hold ${wanted}`);
      return changed;
    },
    config.replace(instance, () => {
      const replacement = placed ? '' : servers;
      placed = true;
      return replacement;
    }),
  );
};
