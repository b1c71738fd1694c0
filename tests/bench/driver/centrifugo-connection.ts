import type { Connection, ConnectionEvents } from './connection.ts';
import { Line, type LineTarget } from './line.ts';

const newline = 10;
const zero = 48;
const nine = 57;
const pushStart = Buffer.from('{"push"');
const replyStart = Buffer.from('{"id":');
/** Of the first command of each connection. */
const connectId = 1;

const startsWith = (bytes: Buffer, at: number, end: number, start: Buffer): boolean =>
  end - at >= start.length && bytes.compare(start, 0, start.length, at, at + start.length) === 0;

/** One connection by Centrifugo's client protocol: JSON, one command, reply or push a line, several lines in a frame. */
export class CentrifugoConnection implements Connection {
  #line: Line;
  #events: ConnectionEvents;
  #waiting = new Map<number, (answer: string) => void>();
  #lastId = connectId;

  constructor(target: Omit<LineTarget, 'path'>, events: ConnectionEvents) {
    this.#events = events;
    this.#line = new Line(
      { ...target, path: '/connection/websocket' },
      {
        open: () => this.#connect(),
        text: (bytes, start, end) => this.#lines(bytes, start, end),
        closed: (reason) => events.closed(reason),
      },
    );
  }

  /** The answer is the whole reply, an object with the `id` and either a result by the command's name or an `error`. */
  request(event: string, payload: string, onAnswer: (answer: string) => void) {
    const id = ++this.#lastId;
    this.#waiting.set(id, onAnswer);
    this.#line.send(`{"id":${id},"${event}":${payload}}`);
  }

  cut() {
    this.#line.cut();
  }

  close() {
    this.#line.close();
  }

  #connect() {
    this.#waiting.set(connectId, (answer) => {
      if (answer.includes('"error"')) {
        this.#line.cut();
        this.#events.closed(`refused: ${answer}`);
      } else this.#events.connected({ pid: undefined });
    });
    this.#line.send(`{"id":${connectId},"connect":{}}`);
  }

  #lines(bytes: Buffer, start: number, end: number) {
    let at = start;
    while (at < end) {
      const found = bytes.indexOf(newline, at);
      const stop = found < 0 || found > end ? end : found;
      if (stop > at) this.#message(bytes, at, stop);
      at = stop + 1;
    }
  }

  #message(bytes: Buffer, start: number, end: number) {
    if (startsWith(bytes, start, end, pushStart)) this.#events.event(bytes, start, end);
    else if (startsWith(bytes, start, end, replyStart)) this.#reply(bytes, start, end);
    // An empty reply is a ping, an empty command the answer to it.
    else if (end - start === 2) this.#line.send('{}');
  }

  #reply(bytes: Buffer, start: number, end: number) {
    let id = 0;
    for (let at = start + replyStart.length; at < end; at++) {
      const digit = bytes[at] ?? 0;
      if (digit < zero || digit > nine) break;
      id = id * 10 + digit - zero;
    }
    const onAnswer = this.#waiting.get(id);
    this.#waiting.delete(id);
    onAnswer?.(bytes.toString('utf8', start, end));
  }
}
