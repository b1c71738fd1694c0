import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Admin } from '@platformatic/kafka';
import { findKafka, type KafkaSource, kafkaImage } from './kafka/source.ts';
import { freePort } from './ports.ts';
import { type Command, makeFolder, type Running, removeFolder, startProcess } from './processes.ts';
import { inDocker } from './programs.ts';

const run = promisify(execFile);

export type Kafka = {
  brokers: string;
  /** Nothing when the broker is one from KAFKA_BROKERS, which tests must not break. */
  process: Running | undefined;
  createTopic(topic: string, partitions?: number, settings?: Record<string, string>): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
};

type Properties = Record<string, string>;
type Ports = { port: number; controller: number };

/** Whether tests that need Kafka can run here; `npm test` says loudly when they cannot. */
export const kafkaIsAvailable = async (): Promise<boolean> => (await findKafka()) !== undefined;

/** Opens a way to a port of this machine, and tells the port at which it begins. */
type OpenWay = (port: number) => Promise<number>;

/**
 * Starts one Apache Kafka 4 node (KRaft, broker and controller in one), or uses the one of KAFKA_BROKERS.
 * @param properties further lines of server.properties, or what makes them of the ports that it listens on
 * @param openWay by which clients reach the node, which is told to name that way; straight, where there is none
 */
export const startKafka = async (
  properties: Properties | ((ports: Ports) => Properties) = {},
  openWay: OpenWay = async (port) => port,
): Promise<Kafka> => {
  const source = await findKafka();
  if (source === undefined) throw new Error('there is no Kafka here; ask kafkaIsAvailable first');
  if (source.kind === 'running') {
    return { ...operations(source.brokers), process: undefined, restart: async () => {}, stop: async () => {} };
  }
  const folder = makeFolder('kafka');
  try {
    return await startNode(source, folder, { given: properties, openWay });
  } catch (error) {
    removeFolder(folder);
    throw error;
  }
};

type Startable = Exclude<KafkaSource, { kind: 'running' }>;

type NodeOptions = { given: Properties | ((ports: Ports) => Properties); openWay: OpenWay };

const startNode = async (source: Startable, folder: string, { given, openWay }: NodeOptions): Promise<Kafka> => {
  const [port, controller] = [await freePort(), await freePort()];
  const properties = typeof given === 'function' ? given({ port, controller }) : given;
  const way = await openWay(port);
  const configFile = join(folder, 'server.properties');
  await writeFile(configFile, serverProperties({ folder, port, way, controller, properties }));
  // One in 64 begins with a hyphen; given after a space it would be taken for an option.
  const clusterId = randomBytes(16).toString('base64url');
  const format = java(source, folder, [
    'kafka.tools.StorageTool',
    'format',
    `--cluster-id=${clusterId}`,
    '-c',
    configFile,
  ]);
  await run(format.file, format.args, { cwd: folder });
  const start = () =>
    startProcess({
      name: 'kafka',
      folder,
      command: java(source, folder, ['kafka.Kafka', configFile]),
      ready: () => isServing(`127.0.0.1:${port}`),
      patience: 60_000,
    });
  const kafka: Kafka = {
    ...operations(`127.0.0.1:${way}`),
    process: await start(),
    restart: async () => {
      kafka.process = await start();
    },
    stop: async () => {
      await kafka.process?.stop();
      removeFolder(folder);
    },
  };
  return kafka;
};

const java = (source: Startable, folder: string, args: string[]): Command => {
  const options = ['-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', ...quiet];
  if (source.kind === 'docker')
    return inDocker(kafkaImage, folder, ['java', ...options, '-cp', '/opt/kafka/libs/*', ...args]);
  return { file: source.java, args: [...options, '-cp', join(source.jars, '*'), ...args] };
};

const quiet = ['-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'];

const serverProperties = (options: {
  folder: string;
  port: number;
  way: number;
  controller: number;
  properties: Properties;
}): string =>
  Object.entries({
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${options.controller}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://127.0.0.1:${options.port},CONTROLLER://127.0.0.1:${options.controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${options.way}`,
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'log.dirs': join(options.folder, 'data'),
    'num.partitions': '4',
    'offsets.topic.num.partitions': '4',
    'offsets.topic.replication.factor': '1',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'group.initial.rebalance.delay.ms': '0',
    'group.min.session.timeout.ms': '1000',
    ...options.properties,
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

const admin = (brokers: string) =>
  new Admin({ clientId: 'switchboard-tests', bootstrapBrokers: brokers.split(','), retries: 0, timeout: 5_000 });

const isServing = async (brokers: string): Promise<boolean> => {
  const client = admin(brokers);
  try {
    await client.listTopics();
    return true;
  } finally {
    await client.close();
  }
};

const operations = (brokers: string) => ({
  brokers,
  createTopic: async (topic: string, partitions = 4, settings: Record<string, string> = {}): Promise<void> => {
    const client = admin(brokers);
    const configs = Object.entries(settings).map(([name, value]) => ({ name, value }));
    try {
      await client.createTopics({ topics: [topic], partitions, replicas: 1, configs });
    } finally {
      await client.close();
    }
  },
});
