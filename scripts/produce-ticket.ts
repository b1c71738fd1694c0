import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { sampleRejections } from '../server/sources/sample-events.ts';
import { sendOverHttp, sendOverKafka } from './ticket/send.ts';

const usage = `Sends sample ticket rejections to a running Switchboard.

  npm run ticket                                       one, signed, to http://localhost:PORT (3000)
  npm run ticket -- --count 5 --url http://host:3000   five
  npm run ticket -- --count 5 --kafka host:9092        through Kafka instead

  --count n      how many (1)
  --url u        address of Switchboard; the secret is INGEST_SECRET, or the one kept under DATA_DIR (./data)
  --kafka b      brokers, separated by commas; the topic is KAFKA_TOPIC (tickets.rejected) and must exist
  --broken       adds one event that cannot be read, to see a dead letter`;

const options = {
  count: { type: 'string', default: '1' },
  url: { type: 'string', default: `http://localhost:${process.env.PORT || 3000}` },
  kafka: { type: 'string' },
  broken: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(usage);
  const count = Number(values.count);
  if (!Number.isInteger(count) || count < 1 || count > 100_000)
    throw new Error('--count: a whole number from 1 to 100000');
  const events: unknown[] = sampleRejections(count);
  if (values.broken) events.push({ ticketId: 'T-0', priority: 'whenever' });
  if (values.kafka !== undefined) {
    const topic = process.env.KAFKA_TOPIC || 'tickets.rejected';
    await sendOverKafka({ brokers: values.kafka.split(','), topic, events });
    console.log(`${events.length} sent to the Kafka topic ${topic}`);
    return;
  }
  const secretsFile = join(resolve(process.env.DATA_DIR || 'data'), 'secrets.json');
  const outcomes = await sendOverHttp({
    url: values.url,
    secret: process.env.INGEST_SECRET || undefined,
    secretsFile,
    events,
  });
  for (const [outcome, amount] of outcomes) console.log(`${amount} ${outcome.replace('_', ' ')}`);
};

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
