import { once } from 'node:events';
import type { Logger } from '../engine/ops/log.ts';
import type { Metrics } from '../engine/ops/metrics.ts';
import type { Database } from '../engine/store/database.ts';
import type { Headers } from './cloud-event.ts';
import { decodePayload } from './event.ts';
import type { Intake } from './intake.ts';
import { keepLooking } from './reach/lookout.ts';
import { Reach } from './reach/reach.ts';
import { type Reader, readPlainly, type Unread } from './reader.ts';
import { type Connection, type Entry, StreamGroup } from './redis-stream/group.ts';
import { tellForgotten, tellMissing } from './redis-stream/happenings.ts';
import { RestartingSource, type TicketSource, type Turn, untilDone } from './source.ts';
import type { Decoded } from './text.ts';

const usualName = 'redis-stream';
const field = 'event';
const unreachable = 'the database does not answer';
/** The year 2001. An id that somebody chose is no time. */
const earliestClock = 1_000_000_000_000;
const claimInterval = 10_000;
const connectPatience = 5_000;

type RedisStreamOptions = {
  /** What tickets know the source by. */
  name?: string;
  read?: Reader;
  key: string;
  consumer: string;
  connect: () => Connection;
  database: Pick<Database, 'query'>;
  intake: Intake;
  log: Logger;
  metrics: Metrics;
};

/**
 * Reads ticket events from a Redis stream, in a consumer group that all workers share. An entry is acknowledged after
 * it was committed; entries of a worker that died are taken over.
 * @param connect opens a connection of its own for this source, in the background, that reconnects by itself and
 *   whose commands fail within seconds when Redis does not answer
 */
export const createRedisStreamSource = (options: RedisStreamOptions): TicketSource => {
  const { key, consumer, connect, intake, database, log, name = usualName, read = readPlainly } = options;
  const session = async (turn: Turn): Promise<void> => {
    const connection = connect();
    let stopLooking = () => {};
    try {
      await untilReady(connection, turn);
      const group = new StreamGroup(connection, key, consumer);
      if (await group.create()) await untilDone(turn, unreachable, () => tellForgotten(database, name));
      let lastAt: number | null = null;
      stopLooking = lookAfter(options, group, () => lastAt);
      await consume(group, turn, {
        before: () => tellWhatIsMissing({ name, turn, group, database, log }),
        take: async (entries) => {
          await intake.takeInTurn(turn, name, await read(entries.map((entry) => toUnread(key, entry))));
          await group.acknowledge(entries.map(({ id }) => id));
          lastAt = addedAt(entries.at(-1)) ?? lastAt;
        },
      });
      await group.leave();
    } finally {
      stopLooking();
      connection.disconnect();
    }
  };
  return new RestartingSource({ name, session, log, metrics: options.metrics });
};

/** When an entry was added, where Redis gave it its id: then that begins with its clock. */
const addedAt = (entry: Entry | undefined): number | null => {
  const time = Number(entry?.id.split('-')[0]);
  return time > earliestClock && time <= Date.now() + 86_400_000 ? time : null;
};

type Telling = { name: string; turn: Turn; group: StreamGroup; database: Pick<Database, 'query'>; log: Logger };

/** Tells what was trimmed before it was read. In this order: whoever dies in between is followed by another one. */
const tellWhatIsMissing = async ({ name, turn, group, database, log }: Telling): Promise<void> => {
  const { missing } = await group.survey();
  if (missing === null) return;
  await untilDone(turn, unreachable, () => tellMissing(database, name, missing));
  turn.consuming();
  log.error(missing, 'entries of the Redis stream were trimmed before they were read');
  await group.passOver(missing);
};

/** Keeps asking how much waits in the stream. @returns ends it */
const lookAfter = (
  { database, log, name = usualName }: RedisStreamOptions,
  group: StreamGroup,
  lastAt: () => number | null,
): (() => void) => {
  const reach = new Reach(database, { source: name, group: '', topic: '' });
  const look = () =>
    reach.look([0], async ([{ position } = { position: 0 }]) => {
      const { waiting } = await group.survey();
      return new Map(waiting === null ? [] : [[0, { first: 0, end: position + waiting, lastAt: lastAt() }]]);
    });
  return keepLooking(look, log);
};

type Steps = { before: () => Promise<void>; take: (entries: Entry[]) => Promise<void> };

const consume = async (group: StreamGroup, turn: Turn, { before, take }: Steps): Promise<void> => {
  turn.consuming();
  // First what an earlier session of this consumer read and did not acknowledge.
  for (let entries = await group.readOwn(); entries.length > 0; entries = await group.readOwn()) await take(entries);
  let claimedAt = 0;
  while (!turn.signal.aborted) {
    if (Date.now() - claimedAt >= claimInterval) {
      for await (const entries of group.claimAbandoned()) await take(entries);
      claimedAt = Date.now();
    }
    await before();
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
