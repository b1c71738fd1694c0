import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import {
  type ClientEventName,
  type CloseCode,
  ContractError,
  clientEvents,
  closes,
  type Data,
  failure,
  type PayloadInput,
  paths,
  type Result,
  type ServerEventName,
  serverEvents,
} from '../../protocol/index.ts';
import type { ConnectWire, Received, WireListener } from './wire.ts';

export type SocketWireOptions = {
  /** Where the server is; without one, where the page came from. */
  url?: string;
  /** For bots: `{ token }`. Browsers send their session cookie. */
  auth?: { token: string };
  /** Only outside browsers: a cookie or an origin. */
  headers?: Record<string, string>;
  /** How long an answer may take. */
  answerMs?: number;
  /** How long a socket may take to open. */
  openMs?: number;
  transports?: ('websocket' | 'polling')[];
  /** Told of what does not have the form of the contract. */
  report?: (error: unknown) => void;
};

const Answer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), data: z.unknown() }),
  z.object({ ok: z.literal(false), error: ContractError }),
]);

const Refusal = z.object({ data: z.object({ code: z.enum(Object.keys(closes) as [CloseCode, ...CloseCode[]]) }) });

const refusalCode = (error: unknown): CloseCode | null => {
  const refusal = Refusal.safeParse(error);
  return refusal.success ? refusal.data.data.code : null;
};

const parseAnswer = (event: ClientEventName, answer: unknown): Result<unknown> => {
  const parsed = Answer.safeParse(answer);
  if (!parsed.success) return failure('internal', `the answer to ${event} has no known form`);
  if (!parsed.data.ok) return parsed.data;
  const data = clientEvents[event].data.safeParse(parsed.data.data);
  return data.success ? { ok: true, data: data.data } : failure('internal', `${event}: ${z.prettifyError(data.error)}`);
};

const serverEventNames = Object.keys(serverEvents) as ServerEventName[];

const listenTo = (socket: Socket, listener: WireListener, report: (error: unknown) => void): void => {
  socket.on('connect', () => listener.opened());
  socket.on('connect_error', (error: unknown) => listener.closed(refusalCode(error)));
  socket.on('disconnect', () => listener.closed(null));
  for (const name of serverEventNames) {
    socket.on(name, (payload: unknown) => {
      const parsed = serverEvents[name].safeParse(payload);
      // What cannot be read counts as lost: the next event or `head` shows the hole, and the repair fills it.
      if (parsed.success) listener.received({ name, payload: parsed.data } as Received);
      else report(new Error(`${name}: ${z.prettifyError(parsed.error)}`));
    });
  }
};

/** Socket.IO without its own reconnection and its own buffer: both are the reducer's, where they can be tested. */
export const socketWire =
  (options: SocketWireOptions = {}): ConnectWire =>
  (listener) => {
    const { url, auth, headers, answerMs = 5_000, openMs = 10_000, transports = ['websocket'] } = options;
    const report = options.report ?? (() => undefined);
    let socket: Socket | null = null;

    const settings = {
      path: paths.socket,
      transports,
      forceNew: true,
      reconnection: false,
      autoConnect: false,
      timeout: openMs,
      ...(auth ? { auth } : {}),
      ...(headers ? { extraHeaders: headers } : {}),
    };

    const close = () => {
      const old = socket;
      socket = null;
      // Its last words are about a connection that nobody waits for any more.
      old?.off();
      old?.disconnect();
    };

    return {
      open() {
        close();
        socket = url === undefined ? io(settings) : io(url, settings);
        listenTo(socket, listener, report);
        socket.connect();
      },
      close,
      async ask<E extends ClientEventName>(event: E, payload: PayloadInput<E>): Promise<Result<Data<E>>> {
        if (!socket?.connected) return failure('unavailable', 'not connected');
        try {
          const answer: unknown = await socket.timeout(answerMs).emitWithAck(event, payload);
          return parseAnswer(event, answer) as Result<Data<E>>;
        } catch {
          // The one way an acknowledgement fails: it did not come in time, or the socket ended first.
          return failure('unavailable', 'no answer');
        }
      },
    };
  };
