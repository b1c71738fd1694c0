import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../scripts/installation/ports.ts';
import { makeFolder, type Running, removeFolder, startProcess } from '../../scripts/installation/processes.ts';
import { commandFor, onPath } from '../../scripts/installation/programs.ts';
import { isListening } from '../../scripts/installation/waiting.ts';

export type RabbitMq = {
  url: string;
  port: number;
  /** Where its own Erlang port mapper listens. */
  mapperPort: number;
  process: Running;
  restart(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts a RabbitMQ node of its own, with its own port mapper, so that two suites never meet. */
export const startRabbitMq = async (): Promise<RabbitMq> => {
  const folder = makeFolder('rabbitmq');
  const [port, distribution, mapper] = [await freePort(), await freePort(), await freePort()];
  const env = environment(folder, { distribution, mapper });
  await writeFile(join(folder, 'rabbitmq.conf'), `listeners.tcp.1 = 127.0.0.1:${port}\nlog.console = true\n`);
  await writeFile(join(folder, 'enabled_plugins'), '[].\n');
  const mapperProcess = await startMapper(folder, mapper, env);
  const start = async () =>
    startProcess({
      name: 'rabbitmq',
      folder,
      command: await commandFor('rabbitmq-server', folder, [], env),
      ready: () => isListening(port),
      patience: 90_000,
    });
  try {
    const rabbit: RabbitMq = {
      url: `amqp://guest:guest@127.0.0.1:${port}`,
      port,
      mapperPort: mapper,
      process: await start(),
      restart: async () => {
        rabbit.process = await start();
      },
      stop: async () => {
        await rabbit.process.stop();
        await mapperProcess?.stop();
        removeFolder(folder);
      },
    };
    return rabbit;
  } catch (error) {
    await mapperProcess?.stop();
    removeFolder(folder);
    throw error;
  }
};

/** Without one that answers already, Erlang leaves a daemon behind for ever. In Docker it ends with the container. */
const startMapper = async (folder: string, port: number, env: Record<string, string>): Promise<Running | undefined> => {
  const file = await onPath('epmd');
  if (file === undefined) return undefined;
  const ready = () => isListening(port);
  return startProcess({ name: 'epmd', folder, command: { file, args: [], env }, ready });
};

const environment = (folder: string, ports: { distribution: number; mapper: number }): Record<string, string> => ({
  HOME: folder,
  ERL_EPMD_PORT: String(ports.mapper),
  ERL_EPMD_ADDRESS: '127.0.0.1',
  RABBITMQ_NODENAME: `switchboard${ports.mapper}@localhost`,
  RABBITMQ_DIST_PORT: String(ports.distribution),
  RABBITMQ_CONF_ENV_FILE: join(folder, 'absent'),
  RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
  RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
  RABBITMQ_MNESIA_BASE: join(folder, 'data'),
  RABBITMQ_LOG_BASE: join(folder, 'logs'),
  RABBITMQ_PID_FILE: join(folder, 'pid'),
});
