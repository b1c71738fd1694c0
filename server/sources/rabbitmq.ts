import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Channel, type ChannelModel, type ConsumeMessage, connect } from 'amqplib';
import { z } from 'zod';
import { limits } from '../../protocol/index.ts';
import type { Logger } from '../engine/ops/log.ts';
import type { Metrics } from '../engine/ops/metrics.ts';
import type { Database } from '../engine/store/database.ts';
import type { Headers } from './cloud-event.ts';
import type { Intake } from './intake.ts';
import { Consumption } from './rabbitmq/consumption.ts';
import { Deliveries } from './rabbitmq/deliveries.ts';
import { countReady, sentAt } from './rabbitmq/ready.ts';
import { keepLooking } from './reach/lookout.ts';
import { Reach } from './reach/reach.ts';
import { type Reader, readPlainly, type Unread } from './reader.ts';
import { RestartingSource, type TicketSource, type Turn } from './source.ts';
import { type Decoded, decodeText } from './text.ts';

const usualName = 'rabbitmq';
const largestBatch = 500;
// The next batch arrives while one is being committed.
const prefetch = 2 * largestBatch;
const heartbeat = 10;
const closePatience = 5_000;

// amqplib gives them as they came, whatever its types say.
const Property = z.string().optional().catch(undefined);
const Properties = z.object({ contentType: Property, contentEncoding: Property });

type RabbitMqOptions = {
  /** What tickets know the source by. */
  name?: string;
  read?: Reader;
  url: string;
  queue: string;
  /** What a queue that is made here is: kept by several nodes of the cluster. */
  quorum?: boolean;
  database: Pick<Database, 'query'>;
  intake: Intake;
  log: Logger;
  metrics: Metrics;
};

/**
 * Reads ticket events from a RabbitMQ queue. A message is acknowledged after it was committed; what was not is
 * delivered again, to this or another worker. A queue that does not exist is made, durable, so that what is sent
 * before the first worker starts is kept.
 *
 * Whoever stops finishes what it was given: a quorum queue counts how often a message came back, and drops it at its limit.
 */
export const createRabbitMqSource = (options: RabbitMqOptions): TicketSource => {
  const { queue, name = usualName } = options;
  const session = async (turn: Turn): Promise<void> => {
    const connection = await connect(withHeartbeat(options.url), { timeout: 5_000 });
    const deliveries = new Deliveries(connection, turn.signal);
    const progress: Progress = { inHand: 0, lastAt: null };
    let stopLooking = () => {};
    try {
      const channel = await openChannel(connection, options, deliveries);
      const consumption = new Consumption(channel, queue, deliveries);
      await consumption.start();
      turn.consuming();
      stopLooking = lookAfter(options, connection, () => ({ ...progress, inHand: progress.inHand + deliveries.count }));
      const take = (batch: ConsumeMessage[]) => store(options, { turn, channel, progress }, batch);
      for (
        let batch = await deliveries.next(largestBatch);
        batch.length > 0;
        batch = await deliveries.next(largestBatch)
      ) {
        await take(batch);
        await consumption.goOn();
      }
      await consumption.stop();
      for (let batch = deliveries.rest(largestBatch); batch.length > 0; batch = deliveries.rest(largestBatch))
        await take(batch);
    } finally {
      stopLooking();
      await close(connection);
    }
  };
  return new RestartingSource({ name, session, log: options.log, metrics: options.metrics });
};

/** What was given to this worker and is not stored, and when the last that was had been sent, in milliseconds. */
type Progress = { inHand: number; lastAt: number | null };
type Hand = { turn: Turn; channel: Pick<Channel, 'ack'>; progress: Progress };

const store = async (
  { queue, intake, name = usualName, read = readPlainly }: RabbitMqOptions,
  { turn, channel, progress }: Hand,
  batch: ConsumeMessage[],
): Promise<void> => {
  progress.inHand = batch.length;
  const arrivals = await read(await Promise.all(batch.map((message) => toUnread(queue, message))));
  // Who stops finishes what is in hand, but waits for nobody.
  if (turn.signal.aborted) await intake.take(name, arrivals);
  else await intake.takeInTurn(turn, name, arrivals);
  const last = batch.at(-1);
  // Batches are taken in the order of delivery, so this acknowledges exactly what was committed.
  if (last !== undefined) channel.ack(last, true);
  progress.inHand = 0;
  progress.lastAt = sentAt(last) ?? progress.lastAt;
};

/** Keeps asking how much waits in the queue. @returns ends it */
const lookAfter = (
  { database, queue, log, name = usualName }: RabbitMqOptions,
  connection: ChannelModel,
  progress: () => Progress,
): (() => void) => {
  const reach = new Reach(database, { source: name, group: '', topic: '' });
  const look = () =>
    reach.look([0], async ([{ position } = { position: 0 }]) => {
      // Before the queue is asked: what is delivered in between is counted nowhere, rather than twice.
      const { inHand, lastAt } = progress();
      const ready = await countReady(connection, queue);
      return new Map([[0, { first: 0, end: position + ready + inHand, lastAt }]]);
    });
  return keepLooking(look, log);
};

type Queue = { queue: string; quorum?: boolean };

const openChannel = async (connection: ChannelModel, queue: Queue, deliveries: Deliveries): Promise<Channel> => {
  const channel = await connection.createChannel();
  deliveries.watch(channel);
  await ensureQueue(connection, queue);
  await channel.prefetch(prefetch);
  return channel;
};

// An existing queue is taken as it is, whatever its kind. Asking for one that is not there closes the channel, so the
// question gets a channel of its own.
const ensureQueue = async (connection: ChannelModel, { queue, quorum = false }: Queue): Promise<void> => {
  const probe = await connection.createChannel();
  probe.on('error', () => {
    // The same error rejects checkQueue below.
  });
  try {
    await probe.checkQueue(queue);
    await probe.close();
  } catch (error) {
    if (!(error instanceof Error && Reflect.get(error, 'code') === 404)) throw error;
    const maker = await connection.createChannel();
    await maker.assertQueue(queue, { durable: true, ...(quorum && { arguments: { 'x-queue-type': 'quorum' } }) });
    await maker.close();
  }
};

const close = async (connection: ChannelModel): Promise<void> => {
  try {
    // A broker that is gone answers no farewell: whoever stops or changes the source must not wait for it.
    await Promise.race([connection.close(), delay(closePatience, undefined, { ref: false })]);
  } catch {
    // It is closed already, which is why the session ends: that error is the one that is reported.
  }
};

// Without one of its own a link that is cut silently is noticed after the broker's minute.
const withHeartbeat = (address: string): string => {
  const url = new URL(address);
  if (!url.searchParams.has('heartbeat')) url.searchParams.set('heartbeat', String(heartbeat));
  return url.href;
};

// A redelivered message has no place that stays the same, so the place of a dead letter is its content.
const toUnread = async (queue: string, message: ConsumeMessage): Promise<Unread> => ({
  payload: message.content,
  decoded: await decode(message),
  origin: queue,
  position: createHash('sha256').update(message.content).digest('hex'),
  headers: headersOf(message),
  key: message.fields.routingKey,
});

const decode = ({ content, properties }: ConsumeMessage): Promise<Decoded> => {
  const { contentType, contentEncoding } = Properties.parse(properties);
  return decodeText(content, { contentType, contentEncoding }, limits.ticketEventBytes);
};

// How the text is written travels beside the headers; read again, it is looked for among them.
const headersOf = ({ properties }: ConsumeMessage): Headers => {
  const { contentType, contentEncoding } = Properties.parse(properties);
  return new Map([
    ...toHeaders(properties.headers),
    ...(contentType === undefined ? [] : ([['content-type', contentType]] as const)),
    ...(contentEncoding === undefined ? [] : ([['content-encoding', contentEncoding]] as const)),
  ]);
};

const toHeaders = (headers: Record<string, unknown> | undefined): Headers =>
  new Map(
    Object.entries(headers ?? {}).flatMap(([name, value]) =>
      ['string', 'number', 'boolean'].includes(typeof value) ? [[name.toLowerCase(), String(value)]] : [],
    ),
  );
