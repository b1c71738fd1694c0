import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { Random } from '../../../scripts/installation/random.ts';
import { Connection, type Look } from './connection.ts';
import { fair, type Weather } from './weather.ts';

type Which = (connection: Connection) => boolean;
const all: Which = () => true;

type LinkOptions = {
  /** Port on this machine to which everything goes. */
  target: number;
  random: Random;
  /** Looks at every chunk in fair weather, too. */
  look?: Look;
};

/** A TCP proxy of ours between two parts, through which everything that a network does can be done to them. */
export class Link {
  weather: Weather = fair;
  /** New connections are refused while this is set. */
  refusing = false;
  /** Looks at every chunk; a fault may put its own here. */
  look: Look;
  readonly port: number;
  readonly #usualLook: Look;
  readonly #server: Server;
  readonly #connections = new Set<Connection>();

  private constructor(server: Server, port: number, { target, random, look = () => true }: LinkOptions) {
    this.#server = server;
    this.port = port;
    this.look = look;
    this.#usualLook = look;
    server.on('connection', (client: Socket) => {
      if (this.refusing) return client.resetAndDestroy();
      const connection = new Connection({
        ...{ client, port: target, random },
        weather: () => this.weather,
        look: (...seen) => this.look(...seen),
      });
      this.#connections.add(connection);
      void connection.closed.then(() => this.#connections.delete(connection));
    });
  }

  static async open(options: LinkOptions): Promise<Link> {
    const server = createServer({ pauseOnConnect: false }).listen(0, '127.0.0.1', 8_192);
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a link needs a port');
    return new Link(server, address.port, options);
  }

  get connections(): readonly Connection[] {
    return [...this.#connections];
  }

  /** Cuts the present connections. @returns how many */
  cut(which: Which = all): number {
    const chosen = this.connections.filter(which);
    for (const connection of chosen) connection.cut();
    return chosen.length;
  }

  /** Makes the present connections half-open. @returns how many */
  silence(which: Which = all): number {
    const chosen = this.connections.filter(which);
    for (const connection of chosen) connection.silence();
    return chosen.length;
  }

  freeze(frozen: boolean, which: Which = all): number {
    const chosen = this.connections.filter(which);
    for (const connection of chosen) connection.freeze(frozen);
    return chosen.length;
  }

  /** Everything passes again as if nothing had been; half-open connections end. */
  heal(): void {
    this.weather = fair;
    this.refusing = false;
    this.look = this.#usualLook;
    this.freeze(false);
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.cut();
    await closed;
  }
}
