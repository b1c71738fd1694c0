import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../build/run.ts';
import { dockerAnswers, onPath } from '../programs.ts';

const root = join(import.meta.dirname, '../../..');
const pom = join(import.meta.dirname, 'pom.xml');
export const kafkaImage = 'apache/kafka:4.1.0';

/** Where a Kafka for the tests comes from. */
export type KafkaSource =
  | { kind: 'running'; brokers: string }
  | { kind: 'docker' }
  | { kind: 'jars'; jars: string; java: string };

/** What is there already; nothing is fetched. */
export const findKafka = async (): Promise<KafkaSource | undefined> => {
  const brokers = process.env.KAFKA_BROKERS;
  if (brokers) return { kind: 'running', brokers };
  const jars = await jarFolder();
  const java = await onPath('java');
  if (java !== undefined && (await isThere(jars))) return { kind: 'jars', jars, java };
  return (await dockerAnswers()) ? { kind: 'docker' } : undefined;
};

/**
 * Resolves Kafka's jars with Maven into .cache, once per version of pom.xml.
 * @returns whether they are there now
 */
export const fetchKafka = async (): Promise<boolean> => {
  const maven = await onPath('mvn');
  if (maven === undefined) return false;
  const jars = await jarFolder();
  if (await isThere(jars)) return true;
  const unfinished = `${jars}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  const args = ['-B', '-q', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${unfinished}`];
  const code = await run(maven, [...args, '-DincludeScope=runtime']);
  if (code !== 0) return false;
  await rename(unfinished, jars);
  return true;
};

const jarFolder = async (): Promise<string> => {
  const hash = createHash('sha256')
    .update(await readFile(pom))
    .digest('hex');
  return join(root, '.cache/kafka', hash.slice(0, 16));
};

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
