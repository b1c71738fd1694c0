import type { ChannelModel, ConsumeMessage } from 'amqplib';
import { z } from 'zod';

// amqplib gives it as it came, whatever its types say.
const Seconds = z.int().positive().optional().catch(undefined);

/**
 * How many messages wait in a queue and were given to nobody. A channel of its own: the question closes it where there is no such
 * queue.
 * @throws when the connection is gone, or the queue
 */
export const countReady = async (connection: ChannelModel, queue: string): Promise<number> => {
  const channel = await connection.createChannel();
  channel.on('error', () => {
    // The same error rejects checkQueue below.
  });
  const { messageCount } = await channel.checkQueue(queue);
  await channel.close();
  return messageCount;
};

/** @returns when a message had been sent, in milliseconds, where its producer said so */
export const sentAt = (message: ConsumeMessage | undefined): number | null => {
  const seconds = Seconds.parse(message?.properties.timestamp);
  return seconds === undefined ? null : seconds * 1_000;
};
