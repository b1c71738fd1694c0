import { io, type Socket } from 'socket.io-client';
import {
  type ClientEventName,
  clientEvents,
  type Data,
  type PayloadInput,
  paths,
  type Result,
  type ServerEventName,
  type ServerEventPayload,
  serverEvents,
} from '../../protocol/index.ts';
import { until } from '../../scripts/installation/waiting.ts';

const answerPatience = 10_000;

/** @property me whom a page says it was made for */
export type Credentials = { cookie?: string; token?: string; origin?: string; me?: string };
export type Heard = { [E in ServerEventName]: { event: E; payload: ServerEventPayload<E> } }[ServerEventName];

/** A client of the contract, as a bot would be: it keeps what it hears, and complains about what it may not hear. */
export type LiveClient = {
  socket: Socket;
  /** Everything pushed so far, in order. */
  heard: Heard[];
  /** Pushes and answers that are not of the contract's form. */
  violations: string[];
  ask<E extends ClientEventName>(event: E, payload: PayloadInput<E>): Promise<Result<Data<E>>>;
  /** Like `ask`, for what must succeed. */
  get<E extends ClientEventName>(event: E, payload: PayloadInput<E>): Promise<Data<E>>;
  /** Everything of one kind that was pushed so far. */
  all<E extends ServerEventName>(event: E): ServerEventPayload<E>[];
  /** Waits until something of this kind is pushed, or was. */
  hears<E extends ServerEventName>(
    event: E,
    matches: (payload: ServerEventPayload<E>) => boolean,
    patience?: number,
  ): Promise<void>;
  close(): void;
};

const open = (url: string, { cookie, token, origin, me }: Credentials): Socket =>
  io(url, {
    path: paths.socket,
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth: { ...(token !== undefined && { token }), ...(me !== undefined && { me }) },
    extraHeaders: { ...(cookie && { cookie }), ...(origin && { origin }) },
  });

const connected = (socket: Socket) =>
  new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', (error) => {
      socket.close();
      reject(error);
    });
  });

/**
 * Connects and waits until the server has let it in. It does not come back by itself after a cut.
 * @throws the refusal of the handshake, with `data.code`
 */
export const connectClient = async (url: string, credentials: Credentials): Promise<LiveClient> => {
  const socket = open(url, credentials);
  const heard: Heard[] = [];
  const violations: string[] = [];
  socket.onAny((event: string, payload: unknown) => {
    const schema = Object.hasOwn(serverEvents, event) ? serverEvents[event as ServerEventName].payload : undefined;
    const parsed = schema?.safeParse(payload);
    if (parsed?.success) heard.push({ event, payload: parsed.data } as Heard);
    else violations.push(`${event}: ${parsed?.error.message ?? 'not an event of the contract'}`);
  });
  await connected(socket);
  const ask: LiveClient['ask'] = async (event, payload) => {
    const result: Result<unknown> = await socket.timeout(answerPatience).emitWithAck(event, payload);
    if (!result.ok) return result;
    const parsed = clientEvents[event].data.safeParse(result.data);
    if (!parsed.success) violations.push(`answer to ${event}: ${parsed.error.message}`);
    return result as Awaited<ReturnType<LiveClient['ask']>> as never;
  };
  const all: LiveClient['all'] = (event) => heard.flatMap((one) => (one.event === event ? [one.payload as never] : []));
  return {
    ...{ socket, heard, violations, ask, all },
    get: async (event, payload) => {
      const result = await ask(event, payload);
      if (!result.ok) throw new Error(`${event}: ${result.error.code}: ${result.error.message}`);
      return result.data;
    },
    hears: (event, matches, patience) => until(`a push of ${event}`, () => all(event).some(matches), patience),
    close: () => void socket.close(),
  };
};

/** @returns why the handshake is refused, as a client reads it, or `connected` */
export const refusalOf = async (url: string, credentials: Credentials): Promise<string> => {
  try {
    (await connectClient(url, credentials)).close();
    return 'connected';
  } catch (error) {
    const data: unknown = error instanceof Error ? Reflect.get(error, 'data') : undefined;
    return typeof data === 'object' && data !== null && 'code' in data ? String(data.code) : String(error);
  }
};
