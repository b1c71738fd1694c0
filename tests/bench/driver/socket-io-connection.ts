import type { Connection, ConnectionEvents } from './connection.ts';
import { Line, type LineTarget } from './line.ts';

const zero = 48;
const engine = { open: zero, close: zero + 1, ping: zero + 2, message: zero + 4 } as const;
const packet = { connect: zero, disconnect: zero + 1, event: zero + 2, ack: zero + 3, connectError: zero + 4 } as const;
const bracket = 91;

/** One Socket.IO connection (Engine.IO 4, WebSocket only) to the main namespace. Handles the heartbeat by itself. */
export class SocketIoConnection implements Connection {
  #line: Line;
  #events: ConnectionEvents;
  #hello: string;
  #waiting = new Map<number, (answer: string) => void>();
  #nextAck = 0;

  /** @param auth JSON of the CONNECT packet, or '' */
  constructor(target: Omit<LineTarget, 'path'>, auth: string, events: ConnectionEvents) {
    this.#events = events;
    this.#hello = `40${auth}`;
    this.#line = new Line(
      { ...target, path: '/socket.io/?EIO=4&transport=websocket' },
      {
        open: () => {},
        text: (bytes, start, end) => this.#packet(bytes, start, end),
        closed: (reason) => events.closed(reason),
      },
    );
  }

  /** The answer is the JSON of the acknowledgement's arguments, an array. */
  request(event: string, payload: string, onAnswer: (answer: string) => void) {
    const id = this.#nextAck++;
    this.#waiting.set(id, onAnswer);
    this.#line.send(`42${id}["${event}",${payload}]`);
  }

  cut() {
    this.#line.cut();
  }

  close() {
    this.#line.send('41');
    this.#line.close();
  }

  #packet(bytes: Buffer, start: number, end: number) {
    const kind = bytes[start];
    if (kind === engine.ping) this.#line.send('3');
    else if (kind === engine.open) this.#line.send(this.#hello);
    else if (kind === engine.close) this.#line.cut();
    else if (kind === engine.message) this.#message(bytes, start + 1, end);
  }

  #message(bytes: Buffer, start: number, end: number) {
    const kind = bytes[start];
    if (kind === packet.event) this.#events.event(bytes, start + 1, end);
    else if (kind === packet.ack) this.#ack(bytes, start + 1, end);
    else if (kind === packet.connect) {
      const { pid } = JSON.parse(bytes.toString('utf8', start + 1, end)) as { pid?: string };
      this.#events.connected({ pid });
    } else if (kind === packet.connectError) {
      this.#line.cut();
      this.#events.closed(`refused: ${bytes.toString('utf8', start + 1, end)}`);
    } else if (kind === packet.disconnect) this.#line.cut();
  }

  #ack(bytes: Buffer, start: number, end: number) {
    let id = 0;
    let at = start;
    while (at < end && bytes[at] !== bracket) id = id * 10 + (bytes[at++] ?? zero) - zero;
    const onAnswer = this.#waiting.get(id);
    this.#waiting.delete(id);
    onAnswer?.(bytes.toString('utf8', at, end));
  }
}
