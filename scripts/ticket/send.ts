import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ContractError, IngestData, limits, paths } from '../../protocol/index.ts';
import { sign } from '../../server/sources/signature.ts';

const Answer = z.union([
  z.object({ ok: z.literal(true), data: IngestData }),
  z.object({ ok: z.literal(false), error: ContractError }),
]);
const KeptSecrets = z.object({ INGEST_SECRET: z.string() });

/**
 * Sends events as a ticket system would: signed, in requests of the size that the contract allows.
 * @param options.secret INGEST_SECRET; when it is not set, the one that an embedded installation has made for itself
 * @returns how many events had each outcome
 */
export const sendOverHttp = async (options: {
  url: string;
  secret: string | undefined;
  secretsFile: string;
  events: unknown[];
}): Promise<Map<string, number>> => {
  const secret = options.secret ?? (await keptSecret(options.secretsFile));
  const outcomes = new Map<string, number>();
  for (let place = 0; place < options.events.length; place += limits.ingestBatch) {
    const body = Buffer.from(JSON.stringify(options.events.slice(place, place + limits.ingestBatch)));
    for (const { outcome } of await post(new URL(paths.ingestTickets, options.url), secret, body))
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  return outcomes;
};

const post = async (url: URL, secret: string, body: Buffer<ArrayBuffer>): Promise<IngestData['results']> => {
  const headers = { 'content-type': 'application/json', ...sign(secret, body) };
  const response = await fetch(url, { method: 'POST', headers, body }).catch((error: unknown) => {
    throw new Error(`${url.origin} cannot be reached; is Switchboard running there?`, { cause: error });
  });
  const answer = Answer.parse(await response.json());
  if (!answer.ok) throw new Error(`${url}: ${answer.error.code}: ${answer.error.message}`);
  return answer.data.results;
};

const keptSecret = async (file: string): Promise<string> => {
  try {
    return KeptSecrets.parse(JSON.parse(await readFile(file, 'utf8'))).INGEST_SECRET;
  } catch (error) {
    throw new Error(`set INGEST_SECRET, or DATA_DIR to the folder of the installation: ${file} cannot be read`, {
      cause: error,
    });
  }
};

/** Sends events to a topic, those of one ticket in their order. The topic is not created. */
export const sendOverKafka = async (options: {
  brokers: string[];
  topic: string;
  events: unknown[];
}): Promise<void> => {
  // Only now: whoever sends over HTTP need not wait for it to load.
  const { ProduceAcks, Producer } = await import('@platformatic/kafka');
  const producer = new Producer({
    clientId: 'switchboard-ticket',
    bootstrapBrokers: options.brokers,
    autocreateTopics: false,
  });
  try {
    for (let place = 0; place < options.events.length; place += limits.ingestBatch)
      await producer.send({
        acks: ProduceAcks.ALL,
        messages: options.events.slice(place, place + limits.ingestBatch).map((event) => ({
          topic: options.topic,
          key: Buffer.from(keyOf(event)),
          value: Buffer.from(JSON.stringify(event)),
        })),
      });
  } finally {
    await producer.close();
  }
};

const keyOf = (event: unknown): string =>
  z.object({ ticketId: z.string() }).catch({ ticketId: '' }).parse(event).ticketId;
