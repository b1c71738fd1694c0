import { Worker } from 'node:worker_threads';
import { limits } from '../../../protocol/index.ts';
import type { Order, Saying } from './thread.ts';

const watchEvery = 20;
const [sinceWhen, which] = [0, 1];

type Events = {
  onSaying: (saying: Saying) => void;
  /** It is not there any more. `number`: of the event that was in hand; null where none was. */
  onEnd: (end: { number: number | null; why: string }) => void;
};

/** A thread in which mappings run. It ends by itself when one event takes it too long, or too much memory. */
export class MappingThread {
  readonly #hand = new BigInt64Array(new SharedArrayBuffer(16));
  readonly #worker: Worker;
  readonly #events: Events;
  readonly #timer: NodeJS.Timeout;
  #why = 'ended';
  #isOver = false;

  constructor(events: Events) {
    this.#events = events;
    this.#worker = new Worker(new URL('./thread.ts', import.meta.url), {
      workerData: this.#hand,
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: limits.mappingMemory, maxYoungGenerationSizeMb: 16 },
    });
    // Nobody stays for it.
    this.#worker.unref();
    this.#worker.on('message', (saying: Saying) => events.onSaying(saying));
    this.#worker.on('error', (error) => {
      this.#why = Reflect.get(error, 'code') === 'ERR_WORKER_OUT_OF_MEMORY' ? 'takes too much memory' : error.message;
    });
    this.#worker.on('exit', () => this.#end());
    this.#timer = setInterval(() => this.#watch(), watchEvery).unref();
  }

  tell(order: Order): void {
    this.#worker.postMessage(order);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    clearInterval(this.#timer);
    await this.#worker.terminate();
  }

  // What is in hand is read from the memory of the thread: however late this process is itself, it is what is so now.
  #watch(): void {
    const since = Atomics.load(this.#hand, sinceWhen);
    if (since === 0n || process.hrtime.bigint() - since < BigInt(limits.mappingTimeMost) * 1_000_000n) return;
    this.#why = `takes more than ${limits.mappingTimeMost} ms`;
    clearInterval(this.#timer);
    void this.#worker.terminate();
  }

  #end(): void {
    clearInterval(this.#timer);
    if (this.#isOver) return;
    this.#isOver = true;
    const isBusy = Atomics.load(this.#hand, sinceWhen) !== 0n;
    const number = isBusy ? Number(Atomics.load(this.#hand, which)) : null;
    this.#events.onEnd({ number, why: this.#why });
  }
}
