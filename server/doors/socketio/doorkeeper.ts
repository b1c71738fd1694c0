import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { CloseCode } from '../../../protocol/index.ts';
import { costOf, type Peer, type Peers } from '../../engine/events/peers.ts';
import type { ClientAddress } from '../../engine/ops/client-address.ts';
import type { Logger } from '../../engine/ops/log.ts';
import type { Metrics } from '../../engine/ops/metrics.ts';
import { webSocketOf } from './internals/web-socket-of.ts';
import type { Socket } from './socket.ts';

type Connection = Socket['conn'];
type EnginePacket = { type: string; data?: unknown };

/** What is known of a connection while it lasts. */
type Entry = {
  connection: Connection;
  address: string;
  peer: Peer | undefined;
  /** Packets that came before it was known whose they are. */
  early: number;
  /** Whether it asked to be let in. It may once. */
  hasAsked: boolean;
  isResting: boolean;
};

/** More than this is not a client in a hurry: waiting for it would look like a dead connection. */
const longestRest = 5_000;
/** Asking to be let in, and answers to pings meanwhile. */
const mostEarly = 10;
/** How long a client has to read why its connection is closed. */
const lastWords = 1_000;
/** How long a refusal takes, in ms. */
const refusalTakes = 1_000;
/** RFC 6455, section 7.4.1. */
const policyViolation = 1008;

// What begins a Socket.IO packet (socket.io-protocol). The contract has no binary, but a bot may send it by mistake, and is
// answered; nobody has anything to acknowledge, because the server asks nothing.
const connectMark = '0';
const marks = new Set(['1', '2', '5']);

const lengthOf = (data: unknown): number => {
  if (typeof data === 'string') return data.length;
  return data instanceof Uint8Array ? data.byteLength : 0;
};

/**
 * Stands before Socket.IO: who may connect, and how much of what they send is read, taken before it is parsed. Who sends
 * faster than the budget is read no faster than that; who overdraws it by far, or sends what no client of ours does, is
 * cut off. One socket for each connection: a second one would double everything at no cost.
 */
export class Doorkeeper {
  readonly #peers: Peers;
  readonly #clientAddress: ClientAddress;
  readonly #metrics: Pick<Metrics, 'malformed'>;
  readonly #log: Logger;
  readonly #entries = new WeakMap<Connection | WebSocket, Entry>();
  // One of each for all connections: a closure for each would be memory for each.
  readonly #onPacket: (this: Connection, packet: EnginePacket) => void;
  readonly #onPing: (this: WebSocket, data: Buffer) => void;
  readonly #onClose: (this: Connection) => void;

  constructor(options: {
    peers: Peers;
    clientAddress: ClientAddress;
    metrics: Pick<Metrics, 'malformed'>;
    log: Logger;
  }) {
    this.#peers = options.peers;
    this.#clientAddress = options.clientAddress;
    this.#metrics = options.metrics;
    this.#log = options.log;
    const received = this.#received.bind(this);
    const closed = this.#closed.bind(this);
    this.#onPacket = function (packet) {
      received(this, packet);
    };
    this.#onPing = function (data) {
      received(this, { type: 'ping', data });
    };
    this.#onClose = function () {
      closed(this);
    };
  }

  /** Engine.IO's `allowRequest`: whether a connection may be opened at all. */
  allow(request: IncomingMessage, answer: (reason: string | null, isAllowed: boolean) => void): void {
    const address = this.#clientAddress(request);
    const isAllowed = this.#peers.mayConnect(address);
    if (!isAllowed)
      this.#log.warn({ address }, 'refused a connection: too many from one address (see TRUSTED_PROXIES)');
    const code: CloseCode = 'too_many_connections';
    answer(isAllowed ? null : code, isAllowed);
  }

  /** Watches a connection that was just opened. */
  watch(connection: Connection): void {
    const address = this.#clientAddress(connection.request as IncomingMessage);
    const entry = { connection, address, peer: undefined, early: 0, hasAsked: false, isResting: false };
    this.#entries.set(connection, entry);
    this.#peers.connected(address);
    connection.on('packet', this.#onPacket);
    connection.on('close', this.#onClose);
    const webSocket = webSocketOf(connection);
    if (webSocket === undefined) return;
    this.#entries.set(webSocket, entry);
    webSocket.on('ping', this.#onPing);
  }

  /** @returns from where a connection comes */
  addressOf(connection: Connection): string {
    return this.#entries.get(connection)?.address ?? 'unknown';
  }

  /** Counts a connection as a person's. @returns why it is not let in, or null */
  arrive(connection: Connection, userId: string): CloseCode | null {
    const entry = this.#entries.get(connection);
    // It has gone meanwhile, and nobody waits for the answer.
    if (entry === undefined) return null;
    const peer = this.#peers.arrive(userId);
    if (typeof peer === 'string') return peer;
    entry.peer = peer;
    return null;
  }

  /** Keeps a connection that is refused waiting, unread: who asks again and again costs no more than once a second. */
  stall(connection: Connection): Promise<void> {
    const webSocket = webSocketOf(connection);
    webSocket?.pause();
    return new Promise((resolve) => {
      setTimeout(() => {
        webSocket?.resume();
        resolve();
      }, refusalTakes);
    });
  }

  /** Counts something that is not of the contract, and ends the connection when it was one too many. */
  fault(connection: Connection): void {
    const peer = this.#entries.get(connection)?.peer;
    if (peer && this.#peers.fault(peer)) this.#end(connection, 'faults');
  }

  #received(origin: Connection | WebSocket, packet: EnginePacket): void {
    const entry = this.#entries.get(origin);
    if (entry === undefined) return;
    const { connection, peer } = entry;
    if (packet.type === 'message' && !this.#isExpected(entry, packet.data)) this.#refuse(entry);
    else if (peer !== undefined) this.#charge(entry, peer, packet);
    else if (++entry.early > mostEarly) this.#end(connection, 'early');
  }

  #charge(entry: Entry, peer: Peer, packet: EnginePacket): void {
    const owed = this.#peers.charge(peer, costOf(lengthOf(packet.data)));
    if (owed > longestRest) {
      this.#peers.keepOut(peer);
      this.#end(entry.connection, 'flood');
    } else if (owed > 0) this.#rest(entry, peer, owed);
  }

  /** Whether a client may have sent this; told by its first character, before anything is parsed. */
  #isExpected(entry: Entry, data: unknown): boolean {
    // Part of a packet that was announced as binary: Socket.IO ends the connection when it was not.
    if (typeof data !== 'string') return entry.peer !== undefined;
    const mark = data.charAt(0);
    if (mark !== connectMark) return marks.has(mark);
    const isFirst = !entry.hasAsked;
    entry.hasAsked = true;
    return isFirst;
  }

  /** Reads no more until nothing is owed. What has been read already is taken on credit: some 64 kB at most. */
  #rest(entry: Entry, peer: Peer, ms: number): void {
    if (entry.isResting) return;
    entry.isResting = true;
    const webSocket = webSocketOf(entry.connection);
    webSocket?.pause();
    setTimeout(() => {
      entry.isResting = false;
      const owed = this.#peers.owes(peer);
      if (owed > 0) this.#rest(entry, peer, owed);
      else webSocket?.resume();
    }, ms);
  }

  #refuse({ connection, peer }: Entry): void {
    if (peer) this.#peers.odd(peer);
    this.#end(connection, 'packet');
  }

  /** Closes at once, saying why; Socket.IO hears of the end before it could parse what came last. */
  #end(connection: Connection, reason: string): void {
    this.#metrics.malformed.inc({ reason });
    this.#log.warn({ address: this.#entries.get(connection)?.address, reason }, 'cut off a connection');
    const webSocket = webSocketOf(connection);
    const code: CloseCode = 'abusive';
    webSocket?.close(policyViolation, code);
    webSocket?.pause();
    connection.close(true);
    if (webSocket) setTimeout(() => webSocket.terminate(), lastWords).unref();
  }

  #closed(connection: Connection): void {
    const entry = this.#entries.get(connection);
    if (entry === undefined) return;
    this.#entries.delete(connection);
    this.#peers.disconnected(entry.address);
    if (entry.peer) this.#peers.leave(entry.peer);
  }
}
