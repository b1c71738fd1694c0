import { type API, Consumer, kGetApi } from '@platformatic/kafka';
import { afterEach, expect, it, vi } from 'vitest';
import { CommittedConsumer } from '../../../server/sources/kafka/committed-consumer.ts';

type Call = (error: Error | null, response?: unknown) => void;

afterEach(() => vi.restoreAllMocks());

/** What the client hears of a request to fetch which it is called back about with these. */
const heardOf = async (...calledBack: Parameters<Call>): Promise<Parameters<Call>> => {
  const api = Object.assign((...sent: unknown[]) => (sent.at(-1) as Call)(...calledBack), { key: 1, version: 17 });
  vi.spyOn(Consumer.prototype, kGetApi).mockImplementation((_name, callback) =>
    callback(null, api as unknown as API<unknown[], unknown>),
  );
  const consumer = new CommittedConsumer({ groupId: 'test', clientId: 'test', bootstrapBrokers: ['127.0.0.1:1'] });
  try {
    return await new Promise((resolve, reject) => {
      consumer[kGetApi]<[callback: Call], unknown>('Fetch', (error, fetch) => {
        if (error || !fetch) reject(error);
        else (fetch as unknown as (callback: Call) => void)((...heard) => resolve(heard));
      });
    });
  } finally {
    await consumer.close(true);
  }
};

// A worker that was frozen for longer than a request may take wakes up to this; it once ended the process.
it('a request that took too long, for which the client has null for an answer, is an error and nothing more', async () => {
  const late = new Error('Request timed out');
  expect(await heardOf(late, null)).toEqual([late, null]);
});

it('an answer that cannot be read is an error', async () => {
  const [error] = await heardOf(null, { responses: [{ partitions: [{ records: [null], abortedTransactions: [] }] }] });
  expect(error?.message).toBe('an answer of Kafka could not be read');
});

it('an answer that can be read is handed on', async () => {
  const response = { responses: [{ partitions: [{ records: [], abortedTransactions: [] }] }] };
  expect(await heardOf(null, response)).toEqual([null, response]);
});
