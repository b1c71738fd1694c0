import { connect, type Socket } from 'node:net';

export type LineEvents = {
  open(): void;
  /** One text frame; the bytes are valid only during this call. */
  text(bytes: Buffer, start: number, end: number): void;
  closed(reason: string): void;
};

export type LineTarget = { host: string; port: number; path: string; headers: Record<string, string> };

// All lines of this process share one buffer: what was read is handled before the next read begins.
const readBuffer = Buffer.allocUnsafe(256 * 1024);
const opcodes = { text: 1, close: 8, ping: 9, pong: 10 } as const;

/**
 * The client's end of a WebSocket, doing as little as a load driver may: no copies for whole frames, one write per
 * turn of the event loop, ASCII only, and masks of zero (which the protocol allows).
 */
export class Line {
  #socket: Socket;
  #events: LineEvents;
  /** What has come of a frame that is not complete, in the pieces in which it came: put together once, at its end. */
  #pieces: Buffer[] = [];
  #held = 0;
  /** Length of that frame, 0 while its head is not complete. */
  #needed = 0;
  #open = false;
  #over = false;
  #outgoing = '';

  constructor(target: LineTarget, events: LineEvents) {
    this.#events = events;
    this.#socket = connect({
      host: target.host,
      port: target.port,
      noDelay: true,
      onread: {
        buffer: readBuffer,
        callback: (length, buffer) => {
          this.#read((buffer as Buffer).subarray(0, length));
          return true;
        },
      },
    });
    this.#socket.on('connect', () => this.#socket.write(upgradeRequest(target), 'latin1'));
    this.#socket.on('error', (error) => this.#end(error.message));
    this.#socket.on('close', () => this.#end('closed'));
  }

  /** Queues a text frame; everything queued in one turn is one write. */
  send(text: string) {
    if (this.#outgoing === '') process.nextTick(() => this.#flush());
    this.#outgoing += frame(opcodes.text, text);
  }

  /** Cuts the connection: nothing is said, nothing queued is sent. */
  cut() {
    this.#socket.resetAndDestroy();
  }

  close() {
    this.#socket.end(frame(opcodes.close, '\u0003\u00e8'), 'latin1');
  }

  #flush() {
    const bytes = this.#outgoing;
    this.#outgoing = '';
    if (!this.#over && bytes !== '') this.#socket.write(bytes, 'latin1');
  }

  #end(reason: string) {
    if (this.#over) return;
    this.#over = true;
    this.#socket.destroy();
    this.#events.closed(reason);
  }

  #read(chunk: Buffer) {
    if (this.#held + chunk.length < this.#needed) return this.#hold(chunk);
    const bytes = this.#held === 0 ? chunk : Buffer.concat([...this.#pieces, chunk]);
    this.#pieces = [];
    this.#held = 0;
    this.#needed = 0;
    let at = this.#open ? 0 : this.#readUpgrade(bytes);
    while (at >= 0 && at < bytes.length && !this.#over) {
      const next = this.#readFrame(bytes, at);
      if (next < 0) break;
      at = next;
    }
    if (at < bytes.length && !this.#over) this.#hold(bytes.subarray(Math.max(at, 0)));
  }

  #hold(bytes: Buffer) {
    this.#pieces.push(Buffer.from(bytes));
    this.#held += bytes.length;
  }

  #readUpgrade(bytes: Buffer): number {
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0) return -1;
    const status = bytes.toString('latin1', 9, 12);
    if (status !== '101') {
      this.#end(`HTTP ${status} ${bytes.toString('latin1', end + 4, end + 200)}`);
      return -1;
    }
    this.#open = true;
    this.#events.open();
    return end + 4;
  }

  /** @returns where the next frame begins, or -1 when this one is not complete yet */
  #readFrame(bytes: Buffer, at: number): number {
    if (bytes.length - at < 2) return -1;
    let length = bytes.readUInt8(at + 1);
    let start = at + 2;
    if (length === 126) {
      if (bytes.length - at < 4) return -1;
      length = bytes.readUInt16BE(at + 2);
      start = at + 4;
    } else if (length === 127) {
      if (bytes.length - at < 10) return -1;
      length = Number(bytes.readBigUInt64BE(at + 2));
      start = at + 10;
    }
    if (bytes.length < start + length) {
      this.#needed = start + length - at;
      return -1;
    }
    const opcode = bytes.readUInt8(at) & 15;
    if (opcode === opcodes.text) this.#events.text(bytes, start, start + length);
    else if (opcode === opcodes.ping)
      this.#socket.write(frame(opcodes.pong, bytes.toString('latin1', start, start + length)), 'latin1');
    else if (opcode === opcodes.close) this.#end('closed by the server');
    return start + length;
  }
}

const upgradeRequest = ({ host, port, path, headers }: LineTarget) =>
  [
    `GET ${path} HTTP/1.1`,
    `Host: ${host}:${port}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '\r\n',
  ].join('\r\n');

const zeroMask = '\0\0\0\0';

const frame = (opcode: number, text: string): string => {
  const { length } = text;
  const head = String.fromCharCode(0x80 | opcode);
  if (length < 126) return head + String.fromCharCode(0x80 | length) + zeroMask + text;
  if (length < 65_536) return head + String.fromCharCode(0xfe, length >> 8, length & 255) + zeroMask + text;
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(length));
  return `${head}\u00ff${size.toString('latin1')}${zeroMask}${text}`;
};
