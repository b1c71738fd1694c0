import { EventEmitter } from 'node:events';
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import { describe, expect, it } from 'vitest';
import { Consumption } from '../../../server/sources/rabbitmq/consumption.ts';
import { Deliveries } from '../../../server/sources/rabbitmq/deliveries.ts';
import { Portion } from '../../../server/sources/redis-stream/portion.ts';

const megabyte = 1_000_000;

describe('what comes from RabbitMQ', () => {
  const message = (bytes: number) => ({ content: Buffer.alloc(bytes) }) as ConsumeMessage;

  /** A broker with messages of this length without end, which sends some more before it has heard of the end. */
  const brokerOf = (bytes: number, late: number) => {
    let consumer: { tag: string; take: (message: ConsumeMessage) => void } | undefined;
    const begun: string[] = [];
    const deliver = () => consumer?.take(message(bytes));
    const channel: Pick<Channel, 'consume' | 'cancel'> = {
      consume: async (_queue, take, options) => {
        const tag = options?.consumerTag ?? '';
        consumer = { tag, take };
        begun.push(tag);
        return { consumerTag: tag };
      },
      cancel: async (tag) => {
        await Promise.resolve();
        for (let n = 0; n < late; n += 1) deliver();
        if (consumer?.tag === tag) consumer = undefined;
        return { consumerTag: tag };
      },
    };
    return { channel, deliver, begun };
  };

  it('is bounded in bytes, and goes on when all of it is done', async () => {
    const broker = brokerOf(megabyte, 3);
    const deliveries = new Deliveries(new EventEmitter() as unknown as ChannelModel, new AbortController().signal);
    const consumption = new Consumption(broker.channel, 'tickets', deliveries);
    await consumption.start();
    for (let n = 0; n < 1_000; n += 1) {
      broker.deliver();
      await Promise.resolve();
    }
    expect(deliveries.bytes).toBeGreaterThanOrEqual(32 * megabyte);
    expect(deliveries.bytes, 'with what was on its way').toBeLessThan(40 * megabyte);
    await deliveries.next(10);
    await consumption.goOn();
    expect(broker.begun, 'while some of it is in hand').toHaveLength(1);
    while (deliveries.bytes > 0) await deliveries.next(10);
    await consumption.goOn();
    expect(new Set(broker.begun).size).toBe(2);
    broker.deliver();
    expect(deliveries.bytes).toBe(megabyte);
    await consumption.goOn();
    expect(broker.begun, 'when it had not stopped').toHaveLength(2);
  });
});

describe('what is read of a Redis stream at once', () => {
  /** Reads on and on. @returns the most bytes that one read brought after the first few, and the number that it asks for */
  const read = (portion: Portion, bytes: number) => {
    let most = 0;
    for (let n = 0; n < 20; n += 1) {
      most = Math.max(most, portion.entries * bytes);
      portion.got(portion.entries, portion.entries * bytes);
    }
    return { most, entries: portion.entries };
  };

  it('begins with one entry, whatever was read before a restart, and grows to five hundred', () => {
    expect(new Portion().entries).toBe(1);
    expect(read(new Portion(), 1_000).entries).toBe(500);
  });

  it('is never more than the bound in bytes, except for one entry that is longer', () => {
    expect(read(new Portion(), megabyte)).toEqual({ most: 32 * megabyte, entries: 32 });
    expect(read(new Portion(), 100 * megabyte)).toEqual({ most: 100 * megabyte, entries: 1 });
  });

  it('grows again when what comes is short again, and is not changed by nothing', () => {
    const portion = new Portion();
    read(portion, megabyte);
    portion.got(0, 0);
    expect(portion.entries).toBe(32);
    expect(read(portion, 1_000).entries).toBe(500);
  });
});
