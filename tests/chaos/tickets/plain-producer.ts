import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../../../scripts/installation/random.ts';

const tick = 100;
const tickets = 40;

/** Sends some texts to a queue or a stream, and resolves when the broker has them; rejects when it may have them or not. */
export type Deliver = (texts: readonly string[]) => Promise<void>;

type Options = { deliver: Deliver; random: Random; rate: number; broken: number };

/** Another system that rejects tickets, by a queue or a stream: what is not confirmed it sends again, and it remembers what is. */
export class PlainProducer {
  readonly #options: Options;
  #running: Promise<void> | undefined;
  #stopped = false;
  #count = 0;
  /** Ids of events, and texts that nobody can read, that the broker has. */
  readonly confirmed = { events: new Set<string>(), broken: new Set<string>() };
  /** Sends that were repeated. */
  repeats = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  begin(): void {
    this.#running = this.#run();
  }

  /** Resolves when the broker has everything. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    let due = 0;
    while (!this.#stopped) {
      await delay(tick);
      due += (this.#options.rate * tick) / 1_000;
      const made = Array.from({ length: Math.floor(due) }, () => this.#make());
      due -= Math.floor(due);
      if (made.length > 0) await this.#send(made);
    }
  }

  async #send(made: readonly { text: string; eventId: string | null }[]): Promise<void> {
    for (;;) {
      try {
        await this.#options.deliver(made.map(({ text }) => text));
        break;
      } catch {
        this.repeats += 1;
        await delay(tick);
      }
    }
    for (const { text, eventId } of made)
      if (eventId === null) this.confirmed.broken.add(text);
      else this.confirmed.events.add(eventId);
  }

  #make(): { text: string; eventId: string | null } {
    const { random, broken } = this.#options;
    this.#count += 1;
    if (random.chance(broken)) return { text: `{"eventId": "${this.#count}", broken`, eventId: null };
    const eventId = randomUUID();
    const event = {
      ...{ eventId, ticketId: `TICKET-${random.below(tickets)}`, title: `Rejected for the ${this.#count}th time` },
      ...{ reasonCode: 'chaos', reason: 'It was in the way.', rejectedBy: 'chaos', priority: 'normal' },
      occurredAt: new Date().toISOString(),
    };
    return { text: JSON.stringify(event), eventId };
  }
}
