import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findKafka } from '../../../scripts/installation/kafka/source.ts';

const program = join(import.meta.dirname, 'TransactionalProducer.java');

/** The Java producer of the broker's own distribution, in a process of its own. */
export type JavaProducer = {
  /** Gives one order and waits until it is carried out; see TransactionalProducer.java for what there is. */
  order(...words: string[]): Promise<void>;
  stop(): Promise<void>;
};

/** Whether it can run here: it needs Kafka's jars and a Java that compiles a file by itself. */
export const javaProducerIsAvailable = async (): Promise<boolean> => (await findKafka())?.kind === 'jars';

/** Starts it. Orders are carried out one after the other, in the order given. */
export const startJavaProducer = async (brokers: string): Promise<JavaProducer> => {
  const source = await findKafka();
  if (source?.kind !== 'jars') throw new Error('there are no Kafka jars here; ask javaProducerIsAvailable first');
  const options = ['-Xmx128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
  const quiet = ['-Dorg.slf4j.simpleLogger.defaultLogLevel=error'];
  const args = [...options, ...quiet, '-cp', join(source.jars, '*'), program, brokers];
  const child = spawn(source.java, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const waiting: PromiseWithResolvers<void>[] = [];
  let complaint = '';
  child.stderr.on('data', (part: Buffer) => {
    complaint += part.toString();
  });
  createInterface(child.stdout).on('line', () => waiting.shift()?.resolve());
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      for (const order of waiting.splice(0)) order.reject(new Error(`the Java producer ended: ${complaint}`));
      resolve();
    });
  });
  return {
    order: (...words) => {
      const order = Promise.withResolvers<void>();
      waiting.push(order);
      child.stdin.write(`${words.join('\t')}\n`);
      return order.promise;
    },
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
};
