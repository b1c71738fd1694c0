import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import type { Random } from '../../../scripts/installation/random.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import type { Acknowledgement, Reading, Shown, Written } from '../checker/facts.ts';
import { plain } from './store.ts';

type Pushed = { conversationId: string; seq: number; authorId: string; clientId: string; body: string };

/** A client as it is usually written: shows what comes, as it comes, and sends again what was not answered. */
export class PlainClient {
  readonly written: Written[] = [];
  readonly acknowledged: Acknowledgement[] = [];
  readonly #name: string;
  readonly #id = randomUUID();
  readonly #socket: Socket;
  readonly #conversationIds: string[];
  readonly #shown = new Map<string, Shown[]>();
  #open = 0;

  constructor(name: string, port: number, conversationIds: string[]) {
    this.#name = name;
    this.#conversationIds = conversationIds;
    this.#socket = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], reconnectionDelay: 100 });
    this.#socket.on('connect', () => {
      for (const id of conversationIds) this.#socket.emit('join', id);
    });
    this.#socket.on('message', ({ conversationId, ...message }: Pushed) => {
      this.#shown.set(conversationId, [...(this.#shown.get(conversationId) ?? []), { ...message, ...plain }]);
    });
  }

  get readings(): Reading[] {
    return this.#conversationIds.map((conversationId) => {
      const final = this.#shown.get(conversationId) ?? [];
      return { reader: this.#name, conversationId, appeared: final, final, oddities: [] };
    });
  }

  connected(): Promise<void> {
    return until(`${this.#name} to connect`, () => this.#socket.connected);
  }

  write(random: Random): void {
    const conversationId = random.pick(this.#conversationIds);
    const send = { authorId: this.#id, conversationId, clientId: randomUUID(), at: Date.now() };
    this.written.push(send);
    this.#open += 1;
    void this.#send(send);
  }

  async settled(): Promise<void> {
    await until(`${this.#name} to be answered`, () => this.#open === 0, 20_000);
  }

  async close(): Promise<void> {
    this.#socket.disconnect();
  }

  async #send(send: Written): Promise<void> {
    for (;;) {
      try {
        const answer: unknown = await this.#socket.timeout(1_000).emitWithAck('send', { ...send, body: 'hello' });
        this.acknowledged.push({ ...send, seq: Number(answer), at: Date.now() });
        this.#open -= 1;
        return;
      } catch {
        // Not answered in time: once more, which is how messages get doubled.
      }
    }
  }
}
