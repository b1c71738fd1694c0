import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { until } from '../../scripts/installation/waiting.ts';

/** A connection over which a test says HTTP byte by byte, right or wrong. */
export type RawHttp = {
  socket: Socket;
  /** Everything that came so far. */
  received(): string;
  readonly isClosed: boolean;
  /** Waits for the next answer with a Content-Length. @returns its status and its body */
  answer(): Promise<{ status: number; head: string; body: string }>;
};

export const openRawHttp = async (port: number): Promise<RawHttp> => {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  let isClosed = false;
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
  });
  // A reset is seen as an answer that does not come.
  socket.on('error', () => {});
  socket.on('close', () => {
    isClosed = true;
  });
  await once(socket, 'connect');
  let read = 0;
  const next = () => {
    const text = received.slice(read);
    const end = text.indexOf('\r\n\r\n');
    const head = text.slice(0, end);
    const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
    if (end < 0 || text.length < end + 4 + length) return undefined;
    return { head, body: text.slice(end + 4, end + 4 + length), length: end + 4 + length };
  };
  return {
    socket,
    received: () => received,
    get isClosed() {
      return isClosed;
    },
    answer: async () => {
      await until('an answer', () => next() !== undefined || isClosed, 60_000);
      const { head = '', body = '', length = 0 } = next() ?? {};
      read += length;
      return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]), head, body };
    },
  };
};

/** The head of a request, with an empty line at its end. */
export const head = (line: string, headers: Record<string, string | number> = {}): string =>
  [
    `${line} HTTP/1.1`,
    'host: localhost',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n');

/** Writes so many bytes, as fast as they are taken, and reads nothing meanwhile: many a client is written so. */
export const writeAll = async (socket: Socket, bytes: number, chunked = false): Promise<void> => {
  const part = Buffer.alloc(64_000, 'a');
  socket.pause();
  for (let left = bytes; left > 0 && !socket.destroyed; left -= part.length) {
    const piece = left < part.length ? part.subarray(0, left) : part;
    const text = chunked
      ? Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')])
      : piece;
    // Also called when the connection ends, with an error that is nobody's business here.
    await new Promise<unknown>((written) => socket.write(text, written));
  }
  if (chunked) socket.write('0\r\n\r\n');
  socket.resume();
};
