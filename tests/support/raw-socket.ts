import { once } from 'node:events';
import { paths } from '../../protocol/index.ts';
import { until } from '../../scripts/installation/waiting.ts';

/** A WebSocket that speaks Socket.IO only as far as a test makes it, and may say anything. */
export type RawSocket = {
  /** Every packet that came, as text. */
  received: string[];
  readonly isClosed: boolean;
  /** RFC 6455's code of the close, once it is closed. */
  readonly closeCode: number | undefined;
  send(packet: string | Uint8Array<ArrayBuffer>): void;
  /** Waits for a packet that begins so, and returns it. */
  receives(start: string): Promise<string>;
  closed(): Promise<void>;
  close(): void;
};

/** Opens the transport only; the Socket.IO handshake ("40…") is up to the caller. */
export const openRawSocket = async (url: string, headers: Record<string, string> = {}): Promise<RawSocket> => {
  const address = `${url.replace(/^http/, 'ws')}${paths.socket}/?EIO=4&transport=websocket`;
  // Node's WebSocket takes headers in place of protocols; the type of the browser does not know that.
  const socket = new WebSocket(address, { headers } as unknown as string[]);
  const received: string[] = [];
  let isClosed = false;
  let closeCode: number | undefined;
  socket.addEventListener('message', ({ data }) => {
    received.push(String(data));
    if (data === '2') socket.send('3');
  });
  socket.addEventListener('close', ({ code }) => {
    isClosed = true;
    closeCode = code;
  });
  await once(socket, 'open');
  return {
    received,
    get isClosed() {
      return isClosed;
    },
    get closeCode() {
      return closeCode;
    },
    send: (packet) => socket.send(packet),
    receives: async (start) => {
      const find = () => received.find((packet) => packet.startsWith(start));
      await until(`a packet that begins with ${start}`, () => find() !== undefined);
      return find() ?? '';
    },
    closed: () => until('the server to close the connection', () => isClosed),
    close: () => socket.close(),
  };
};
