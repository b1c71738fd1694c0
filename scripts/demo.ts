import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildStale } from './build/steps.ts';
import type { Content } from './demo/fill.ts';

const usage = `Starts a Switchboard full of people, rooms, a year of history and tickets.

  npm run demo                  with its own data folder (data-demo), or where DATA_DIR or DATABASE_URL say;
                                an installation that people use is refused
  npm run demo -- --cluster     nginx, three instances, a worker, PostgreSQL, Redis and Kafka, until Ctrl-C

  --seed n    other content; the same number makes the same (1)
  --size n    so many times as much of it, from 0.1 to 50 (1: a year of a small company)`;

const options = {
  cluster: { type: 'boolean', default: false },
  seed: { type: 'string', default: '1' },
  size: { type: 'string', default: '1' },
  help: { type: 'boolean', default: false },
} as const;

const say = (step: string): void => void process.stdout.write(`${step}\n`);

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options });
  if (values.help) return say(usage);
  const content = { seed: Number(values.seed), size: Number(values.size) };
  if (!Number.isSafeInteger(content.seed) || content.seed < 0) throw new Error('--seed: a whole number from 0 on');
  if (!(content.size >= 0.1 && content.size <= 50)) throw new Error('--size: a number from 0.1 to 50');
  Object.assign(process.env, { NODE_ENV: 'production' });
  const code = await buildStale();
  if (code !== 0) process.exit(code);
  return values.cluster ? runCluster(content) : runAlone(content);
};

const runAlone = async (content: Content): Promise<void> => {
  if (!process.env.DATABASE_URL) process.env.DATA_DIR ||= join(import.meta.dirname, '../data-demo');
  const { prepareAlone } = await import('./demo/alone.ts');
  const { howToSignIn } = await import('./demo/sign-in.ts');
  say(howToSignIn(await prepareAlone(content, say)));
  // In this very process, so that a signal or an exit code has nobody to pass through.
  await import('../server/main.ts');
};

const runCluster = async (content: Content): Promise<void> => {
  const { addressesOf, startCluster } = await import('./demo/cluster.ts');
  const { howToSignIn } = await import('./demo/sign-in.ts');
  let stop = async () => {};
  let stopping: Promise<void> | undefined;
  // A terminal signals the whole group and npm passes it on again. What was started so far cannot outlive this process.
  const end = () => (stopping ??= stop().then(() => process.exit(0)));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end());
  const cluster = await startCluster({ content, port: Number(process.env.PORT || 3000), say });
  stop = cluster.installation.stop;
  say(`${addressesOf(cluster)}\n${howToSignIn(cluster.password)}\nCtrl-C ends all of it.`);
};

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
