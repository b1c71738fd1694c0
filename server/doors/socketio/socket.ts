import type { Socket as ServerSocket, Server as SocketServer } from 'socket.io';
import type { Result, ServerEventName, ServerEventPayload } from '../../../protocol/index.ts';
import type { Identity } from '../../people/index.ts';
import type { Moment } from './access-changes.ts';

type ServerEvents = { [E in ServerEventName]: (payload: ServerEventPayload<E>) => void };
/** Client events are not typed here: what a client really sends is unknown until the dispatcher has parsed it. */
type ClientEvents = Record<string, (...values: unknown[]) => void>;

/** What this instance knows of a connection. */
export type SocketData = {
  identity: Identity;
  /** From where it comes. */
  address: string;
  /** Whether nobody is at it, as its client says. */
  resting?: boolean;
  /** The contract that its client said it speaks, if it said one. */
  contract?: number | undefined;
  /**
   * What the handshake found: conversations the person was a member of, with their heads, and the moment before it asked
   * who this is. Gone once the rooms are joined.
   */
  admission?: { moment: Moment; memberships: ReadonlyMap<string, number> } | undefined;
};

export type Io = SocketServer<ClientEvents, ServerEvents, Record<string, never>, SocketData>;
export type Socket = ServerSocket<ClientEvents, ServerEvents, Record<string, never>, SocketData>;
export type Acknowledge = (result: Result<unknown>) => void;
