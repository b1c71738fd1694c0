import { type IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { readTarget } from './target.ts';

/**
 * Who takes connections that stop being HTTP. Everything else that offers an upgrade (`curl --http2` and Java's HttpClient
 * do with each request) means an ordinary request, and gets its answer.
 */
export class Upgrades {
  readonly #owners = new Map<string, Server>();
  readonly #open = new Set<Duplex>();
  readonly #watch: (socket: Duplex) => void;

  constructor() {
    const open = this.#open;
    // One of each for all: a closure for each connection would be memory for each.
    const forget = function (this: Duplex) {
      open.delete(this);
    };
    this.#watch = (socket) => {
      if (socket.destroyed) open.delete(socket);
      else socket.once('close', forget);
    };
  }

  /** How many upgraded connections are open. */
  get size(): number {
    return this.#open.size;
  }

  /**
   * Makes somebody the owner of a path.
   * @param path compared exactly
   * @param server never listens; libraries that want a whole server put their `upgrade` listener on it
   */
  give(path: string, server: Server): void {
    this.#owners.set(path, server);
  }

  /** @returns whether somebody will take this connection over */
  wants(request: IncomingMessage): boolean {
    return this.#ownerOf(request) !== undefined;
  }

  /** Hands a connection that is {@link wants wanted} to its owner. */
  hand(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const owner = this.#ownerOf(request);
    if (owner?.emit('upgrade', request, socket, head) !== true) {
      socket.destroy();
      return;
    }
    this.#open.add(socket);
    // When the owner has taken it: until then listeners come and go (server/doors/socketio/internals/web-sockets.ts).
    setImmediate(this.#watch, socket);
  }

  /** Cuts what its owners have not ended: somebody who does not answer a goodbye would hold up a stop. */
  cut(): void {
    for (const socket of this.#open) socket.destroy();
  }

  #ownerOf(request: IncomingMessage): Server | undefined {
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') return undefined;
    const target = readTarget(request.url);
    const owner = target.ok ? this.#owners.get(target.data.path) : undefined;
    return owner && owner.listenerCount('upgrade') > 0 ? owner : undefined;
  }
}

/** @returns a server that never listens, for a library that wants one to put its `upgrade` listener on */
export const collector = (): Server => new Server();
