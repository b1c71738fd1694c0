import type { Socket as ServerSocket, Server as SocketServer } from 'socket.io';
import type { Result, ServerEventName, ServerEventPayload } from '../../protocol/index.ts';
import type { Identity } from '../people/sessions.ts';

type ServerEvents = { [E in ServerEventName]: (payload: ServerEventPayload<E>) => void };
/** Client events are not typed here: what a client really sends is unknown until the dispatcher has parsed it. */
type ClientEvents = Record<string, (...values: unknown[]) => void>;

/** What this instance knows of a connection. */
export type SocketData = {
  identity: Identity;
  /** Conversations the person was a member of at the handshake, with their heads; gone once the rooms are joined. */
  memberships?: Map<string, number> | undefined;
  /** When the handshake began to ask who this is, by `performance.now()`; gone once the connection is let in. */
  askedAt?: number | undefined;
};

export type Io = SocketServer<ClientEvents, ServerEvents, Record<string, never>, SocketData>;
export type Socket = ServerSocket<ClientEvents, ServerEvents, Record<string, never>, SocketData>;
export type Acknowledge = (result: Result<unknown>) => void;
