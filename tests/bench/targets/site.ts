import { Redis } from 'ioredis';
import type { Running } from '../../../scripts/installation/processes.ts';
import type { TargetName } from '../bench.ts';
import type { Sent } from '../driver/author.ts';
import type { DialectName } from '../driver/dialect.ts';
import type { Address } from '../driver/member.ts';
import type { Population } from '../population.ts';
import type { World } from '../world.ts';

export type SiteInstance = {
  address: Address;
  process(): Running;
  /** Collects its garbage, so that what is needed is compared and not what is kept for later. */
  collect(): Promise<void>;
  /** Asks it to end, as a deployment does, and starts it again on the same port. */
  redeploy(): Promise<void>;
};

/** One kind of server, running, with everybody of the population known to it. */
export type Site = {
  target: TargetName;
  dialect: DialectName;
  secret: string;
  databaseUrl: string;
  /** What this kind of server promises, and so is held to. */
  promises: { ordered: boolean; repairs: boolean };
  instances: SiteInstance[];
  /** All its processes, the worker's too. */
  processes(): Running[];
  /** Whether the author's own connection is shown the message too. */
  echo: boolean;
  /** Adds so many messages to each of these conversations, which had none; only where messages are stored. */
  fill?(conversations: readonly number[], each: number): Promise<void>;
  /** Compares what was acknowledged with what is stored. @returns what is wrong */
  verifyStore(sent: Sent[]): Promise<string[]>;
  /** Compares the stored rejections with the number of events. @returns what is wrong */
  verifyFeed(events: number): Promise<string[]>;
  /** Starts the process that reads from Kafka. */
  startWorker(topic: string): Promise<void>;
  stop(): Promise<void>;
};

export type SiteOptions = {
  instances: number;
  population: Population;
  /** Whether the limits are those that people get, instead of such that nobody reaches. */
  limited?: boolean | undefined;
};

/** Leaves nothing of the run before. */
export const emptyRedis = async ({ redis }: World): Promise<void> => {
  const client = new Redis(redis.url);
  await client.flushall();
  client.disconnect();
};

/** What `serverFlags` lets a server of ours or a peer do when it is asked to. */
export const collectInNode = async (process: Running): Promise<void> => process.signal('SIGUSR2');

/** Node's own options of every measured server: its garbage can be collected on demand, so that memory is compared and not moods. */
export const serverFlags = ({ options }: World): string[] => [
  '--expose-gc',
  '--import',
  new URL('collect-on-signal.ts', import.meta.url).pathname,
  ...(options.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profile}`]),
];
