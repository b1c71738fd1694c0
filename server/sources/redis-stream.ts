import { once } from 'node:events';
import type { Logger } from '../engine/ops/log.ts';
import type { Metrics } from '../engine/ops/metrics.ts';
import type { Headers } from './cloud-event.ts';
import { decodePayload } from './event.ts';
import type { Intake } from './intake.ts';
import { type Reader, readPlainly, type Unread } from './reader.ts';
import { type Connection, type Entry, StreamGroup } from './redis-stream/group.ts';
import { RestartingSource, type TicketSource, type Turn } from './source.ts';
import type { Decoded } from './text.ts';

const field = 'event';
const claimInterval = 10_000;
const connectPatience = 5_000;

/**
 * Reads ticket events from a Redis stream, in a consumer group that all workers share. An entry is acknowledged after
 * it was committed; entries of a worker that died are taken over.
 * @param connect opens a connection of its own for this source, in the background, that reconnects by itself and
 *   whose commands fail within seconds when Redis does not answer
 */
export const createRedisStreamSource = (options: {
  /** What tickets know the source by. */
  name?: string;
  read?: Reader;
  key: string;
  consumer: string;
  connect: () => Connection;
  intake: Intake;
  log: Logger;
  metrics: Metrics;
}): TicketSource => {
  const { key, consumer, connect, intake, name = 'redis-stream', read = readPlainly } = options;
  const session = async (turn: Turn): Promise<void> => {
    const connection = connect();
    try {
      await untilReady(connection, turn);
      const group = new StreamGroup(connection, key, consumer);
      await group.create();
      await consume(group, turn, async (entries) => {
        await intake.takeInTurn(turn, name, await read(entries.map((entry) => toUnread(key, entry))));
        await group.acknowledge(entries.map(({ id }) => id));
      });
      await group.leave();
    } finally {
      connection.disconnect();
    }
  };
  return new RestartingSource({ name, session, log: options.log, metrics: options.metrics });
};

const consume = async (group: StreamGroup, turn: Turn, take: (entries: Entry[]) => Promise<void>): Promise<void> => {
  turn.consuming();
  // First what an earlier session of this consumer read and did not acknowledge.
  for (let entries = await group.readOwn(); entries.length > 0; entries = await group.readOwn()) await take(entries);
  let claimedAt = 0;
  while (!turn.signal.aborted) {
    if (Date.now() - claimedAt >= claimInterval) {
      for await (const entries of group.claimAbandoned()) await take(entries);
      claimedAt = Date.now();
    }
    const entries = await group.readNew();
    if (entries.length > 0) await take(entries);
  }
};

const toUnread = (key: string, { id, fields }: Entry): Unread => {
  const place = { origin: key, position: id };
  if (fields === null)
    return {
      ...place,
      payload: Buffer.alloc(0),
      decoded: faulty('the entry was deleted from the stream before it was read'),
    };
  const [event, another] = fields.filter(([name]) => name === field).map(([, value]) => value);
  if (event !== undefined && another === undefined) {
    const headers: Headers = new Map(fields.filter(([name]) => name !== field).map(toHeader));
    return { ...place, payload: event, decoded: decodePayload(event), headers };
  }
  const payload = Buffer.from(JSON.stringify(fields.map(([name, value]) => [name, value.toString()])));
  return {
    ...place,
    payload,
    decoded: faulty(`${field}: the entry has ${event === undefined ? 'no such field' : 'more than one'}`),
  };
};

const faulty = (error: string): Decoded => ({ ok: false, reason: 'malformed', error });

// What stands beside the event may be the envelope of a CloudEvent.
const toHeader = ([name, value]: [string, Buffer]): [string, string] => [name.toLowerCase(), value.toString()];

const untilReady = async (connection: Connection, { signal }: Turn): Promise<void> => {
  if (connection.status === 'ready') return;
  const late = AbortSignal.timeout(connectPatience);
  try {
    await once(connection, 'ready', { signal: AbortSignal.any([signal, late]) });
  } catch (error) {
    throw late.aborted ? new Error('Redis does not answer', { cause: error }) : error;
  }
};
