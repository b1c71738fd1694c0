import { connect, type Socket } from 'node:net';
import type { Random } from '../../../scripts/installation/random.ts';
import { Pipe } from './pipe.ts';
import type { Weather } from './weather.ts';

export type Direction = 'up' | 'down';
/** Looks at what passes, `up` towards the server; what it does not let through is gone. */
export type Look = (connection: Connection, direction: Direction, chunk: Buffer) => boolean;

type Options = { client: Socket; port: number; weather: () => Weather; random: Random; look: Look };

/** One connection through a link. */
export class Connection {
  /** What is known of it by what passed: a look may note something here. */
  readonly marks = new Set<string>();
  readonly closed: Promise<void>;
  /** Bytes that may still pass before it is cut. */
  budget = Number.POSITIVE_INFINITY;
  #silent = false;
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #pipes: Pipe[];
  readonly #look: Look;

  constructor({ client, port, weather, random, look }: Options) {
    this.#client = client;
    this.#server = connect(port, '127.0.0.1');
    this.#look = look;
    client.setNoDelay(true);
    this.#server.setNoDelay(true);
    const up = this.#pipe('up', weather, random);
    const down = this.#pipe('down', weather, random);
    this.#pipes = [up, down];
    for (const socket of [client, this.#server]) socket.on('error', () => {});
    client.on('close', () => !this.#silent && up.end());
    this.#server.on('close', () => !this.#silent && down.end());
    this.closed = new Promise((resolve) => {
      const check = () => client.destroyed && this.#server.destroyed && resolve();
      client.on('close', check);
      this.#server.on('close', check);
    });
  }

  /** Both sides see an error at once. */
  cut(): void {
    for (const socket of [this.#client, this.#server]) socket.resetAndDestroy();
  }

  /** Half-open: nothing passes any more, not even that a side has closed. */
  silence(): void {
    this.#silent = true;
  }

  /** The client reads and writes no more, without being gone. */
  freeze(frozen: boolean): void {
    for (const pipe of this.#pipes) pipe.freeze(frozen);
  }

  #pipe(direction: Direction, weather: () => Weather, random: Random): Pipe {
    const [from, to] = direction === 'up' ? [this.#client, this.#server] : [this.#server, this.#client];
    const look = (chunk: Buffer): boolean => {
      if (this.#silent) return false;
      this.budget -= chunk.length;
      if (this.budget < 0) this.cut();
      return this.budget >= 0 && this.#look(this, direction, chunk);
    };
    return new Pipe({ from, to, weather, random, look });
  }
}
