import type { Socket } from 'node:net';
import type { Random } from '../../../scripts/installation/random.ts';
import type { Weather } from './weather.ts';

const mostQueued = 256 * 1024;

type Options = {
  from: Socket;
  to: Socket;
  weather: () => Weather;
  random: Random;
  /** @returns whether the chunk goes on */
  look: (chunk: Buffer) => boolean;
};

/** One direction of a connection: bytes leave in the order they came, as late and as slowly as the weather has it. */
export class Pipe {
  readonly #options: Options;
  #queued = 0;
  #queue: { chunk: Buffer; at: number }[] = [];
  #lineFreeAt = 0;
  #lastAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #frozen = false;
  #ended = false;

  constructor(options: Options) {
    this.#options = options;
    const { from, to } = options;
    from.on('data', (chunk) => this.#take(chunk));
    to.on('drain', () => this.#breathe());
    to.on('close', () => clearTimeout(this.#timer));
  }

  /** Reads no more, so that the sender's buffers fill, as when the other side has stopped. */
  freeze(frozen: boolean): void {
    this.#frozen = frozen;
    if (frozen) this.#options.from.pause();
    else this.#breathe();
  }

  /** After the last byte the other side is closed, too. */
  end(): void {
    this.#ended = true;
    if (this.#queue.length === 0) this.#options.to.end();
  }

  #take(chunk: Buffer): void {
    if (!this.#options.look(chunk)) return;
    const at = this.#departure(chunk.length);
    if (at <= performance.now() && this.#queue.length === 0) {
      this.#write(chunk);
      return;
    }
    this.#queue.push({ chunk, at });
    this.#queued += chunk.length;
    if (this.#queued > mostQueued) this.#options.from.pause();
    this.#schedule();
  }

  #departure(bytes: number): number {
    const { delay, jitter, bytesPerSecond } = this.#options.weather();
    const now = performance.now();
    this.#lineFreeAt = Math.max(now, this.#lineFreeAt) + (bytes / bytesPerSecond) * 1_000;
    const late = jitter === 0 ? delay : delay - jitter + this.#options.random.below(2 * jitter);
    this.#lastAt = Math.max(this.#lastAt, this.#lineFreeAt + late);
    return this.#lastAt;
  }

  #schedule(): void {
    const next = this.#queue[0];
    if (next === undefined || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.#flush(), Math.max(0, next.at - performance.now()));
  }

  #flush(): void {
    this.#timer = undefined;
    for (let next = this.#queue[0]; next && next.at <= performance.now() + 0.5; next = this.#queue[0]) {
      this.#queue.shift();
      this.#queued -= next.chunk.length;
      this.#write(next.chunk);
    }
    this.#schedule();
    if (this.#queue.length === 0 && this.#ended) this.#options.to.end();
    this.#breathe();
  }

  #write(chunk: Buffer): void {
    const { from, to } = this.#options;
    if (!to.destroyed && !to.writableEnded && !to.write(chunk)) from.pause();
  }

  #breathe(): void {
    const { from, to } = this.#options;
    if (!this.#frozen && this.#queued <= mostQueued && !to.writableNeedDrain) from.resume();
  }
}
