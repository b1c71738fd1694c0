import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import {
  type ClientEventName,
  type CloseCode,
  ContractError,
  clientEvents,
  closes,
  contractVersion,
  type Data,
  failure,
  oldestContract,
  type PayloadInput,
  paths,
  type Result,
  type ServerEventName,
  serverEvents,
} from '../../../../protocol/index.ts';
import { raceToOpen } from './race.ts';
import type { ConnectWire, Received, WireListener } from './wire.ts';

export type SocketWireOptions = {
  /** Where the server is; without one, where the page came from. */
  url?: string;
  /** For bots: `{ token }`. Browsers send their session cookie, and `{ me }`: whom the page was made for. */
  auth?: { token: string } | { me: string };
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

/** Sockets that are opened beside each other once a connection has died in silence: most likely its instance hangs. */
const attemptsAfterSilence = 5;

/** More names than this are not told apart. */
const mostNames = 20;

/** Events of a newer instance: they are left alone and counted, and each is reported when they are one, ten, a hundred …. */
const countUnknown = (report: (error: unknown) => void) => {
  const counts = new Map<string, number>();
  return (name: string) => {
    if ((serverEventNames as string[]).includes(name)) return;
    const known = counts.has(name) || counts.size < mostNames ? name : 'others';
    const count = (counts.get(known) ?? 0) + 1;
    counts.set(known, count);
    if (Number.isInteger(Math.log10(count))) report(new Error(`${known}: no event of this contract (${count} so far)`));
  };
};

const listenTo = (socket: Socket, received: WireListener['received'], report: (error: unknown) => void): void => {
  socket.onAny(countUnknown(report));
  for (const name of serverEventNames) {
    socket.on(name, (payload: unknown) => {
      const parsed = serverEvents[name].payload.safeParse(payload);
      // What cannot be read counts as lost: the next event or `head` shows the hole, and the repair fills it.
      if (parsed.success) received({ name, payload: parsed.data } as Received);
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
    let giveUp: () => void = () => undefined;
    let wasSilent = false;

    const settings = {
      path: paths.socket,
      transports,
      forceNew: true,
      reconnection: false,
      autoConnect: false,
      timeout: openMs,
      auth: { ...auth, contract: contractVersion, oldest: oldestContract },
      ...(headers ? { extraHeaders: headers } : {}),
    };

    const close = () => {
      giveUp();
      const old = socket;
      socket = null;
      // Its last words are about a connection that nobody waits for any more.
      old?.off();
      old?.disconnect();
    };

    return {
      open() {
        close();
        const won = (winner: Socket) => {
          socket = winner;
          wasSilent = false;
          listenTo(winner, listener.received, report);
          winner.on('disconnect', (reason) => {
            wasSilent = reason === 'ping timeout';
            listener.closed(null);
          });
          listener.opened();
        };
        giveUp = raceToOpen(
          {
            make: () => (url === undefined ? io(settings) : io(url, settings)),
            attempts: wasSilent ? attemptsAfterSilence : 1,
            ...{ won, lost: (error) => listener.closed(refusalCode(error)) },
          },
          (error) => refusalCode(error) !== null,
        );
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
