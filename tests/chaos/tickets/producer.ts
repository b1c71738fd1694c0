import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ProduceAcks, Producer, stringSerializers } from '@platformatic/kafka';
import type { Random } from '../../../scripts/installation/random.ts';
import { ticketTopic } from '../site/site.ts';

type Options = {
  brokers: string;
  random: Random;
  /** Events per second. */
  rate: number;
  /** How many of them cannot be read. */
  broken: number;
};

const tick = 100;
const tickets = 40;

/** Another system that rejects tickets: a few of its events are repeated, and some are broken. */
export class TicketProducer {
  readonly #options: Options;
  readonly #producer: Producer<string, string, string, string>;
  #running: Promise<void> | undefined;
  #stopped = false;
  #count = 0;
  /** Sends that Kafka did not confirm; they may be in the topic or not, which the topic itself tells. */
  unconfirmed = 0;

  constructor(options: Options) {
    this.#options = options;
    this.#producer = new Producer({
      clientId: 'chaos',
      bootstrapBrokers: options.brokers.split(','),
      serializers: stringSerializers,
      autocreateTopics: false,
      retries: 2,
      timeout: 3_000,
    });
  }

  begin(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
    await this.#producer.close();
  }

  async #run(): Promise<void> {
    let due = 0;
    while (!this.#stopped) {
      await delay(tick);
      due += (this.#options.rate * tick) / 1_000;
      const messages = Array.from({ length: Math.floor(due) }, () => this.#message()).flat();
      due -= Math.floor(due);
      if (messages.length === 0) continue;
      try {
        await this.#producer.send({ acks: ProduceAcks.ALL, messages });
      } catch {
        this.unconfirmed += messages.length;
      }
    }
  }

  #message() {
    const { random, broken } = this.#options;
    this.#count += 1;
    const key = `TICKET-${random.below(tickets)}`;
    if (random.chance(broken)) return [{ topic: ticketTopic, key, value: `{"eventId": "${this.#count}", broken` }];
    const event = {
      ...{ eventId: randomUUID(), ticketId: key, title: `Rejected for the ${this.#count}th time` },
      ...{ reasonCode: 'chaos', reason: 'It was in the way.', rejectedBy: 'chaos', priority: 'normal' },
      occurredAt: new Date().toISOString(),
    };
    const message = { topic: ticketTopic, key, value: JSON.stringify(event) };
    return random.chance(0.05) ? [message, message] : [message];
  }
}
