import { type ChannelModel, type ConfirmChannel, connect } from 'amqplib';
import { Redis } from 'ioredis';
import { ticketTopic } from '../site/site.ts';
import type { Deliver } from './plain-producer.ts';

type Way = { deliver: Deliver; close(): Promise<void> };

/** To the queue; a connection that broke is made anew the next time. */
export const toQueue = (url: string): Way => {
  let open: { connection: ChannelModel; channel: ConfirmChannel } | undefined;
  const opened = async () => {
    if (open !== undefined) return open.channel;
    const connection = await connect(url, { timeout: 2_000 });
    const forget = () => {
      open = undefined;
    };
    connection.on('error', forget);
    connection.on('close', forget);
    const channel = await connection.createConfirmChannel();
    channel.on('error', forget);
    await channel.assertQueue(ticketTopic, { durable: true });
    open = { connection, channel };
    return channel;
  };
  return {
    deliver: async (texts) => {
      const channel = await opened();
      for (const text of texts) channel.sendToQueue(ticketTopic, Buffer.from(text), { persistent: true });
      await channel.waitForConfirms();
    },
    close: async () => {
      await open?.connection.close().catch(() => {});
    },
  };
};

/** To the stream. */
export const toStream = (url: string): Way => {
  const client = new Redis(url, { maxRetriesPerRequest: 0, commandTimeout: 2_000 });
  // It is killed: whoever sends hears of it.
  client.on('error', () => {});
  return {
    deliver: async (texts) => {
      const pipeline = client.pipeline();
      for (const text of texts) pipeline.xadd(ticketTopic, '*', 'event', text);
      for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
    },
    close: async () => client.disconnect(),
  };
};
