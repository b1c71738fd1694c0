import type {
  ClientEventName,
  CloseCode,
  Data,
  PayloadInput,
  Result,
  ServerEventName,
  ServerEventPayload,
} from '../../../../protocol/index.ts';

/** An event of the server that has the form of the contract. */
export type Received = {
  [E in ServerEventName]: { readonly name: E; readonly payload: ServerEventPayload<E> };
}[ServerEventName];

export interface WireListener {
  opened(): void;
  /** The socket ended or never came to be, for a reason of its own; `close()` does not call this. */
  closed(code: CloseCode | null): void;
  received(event: Received): void;
}

/** One socket at a time, and nothing kept for later: what cannot be sent now is refused now. */
export interface Wire {
  /** Opens a new socket; one that was open is closed first. */
  open(): void;
  close(): void;
  /** Asks and waits for the acknowledgement; never rejects. No socket or no answer in time is `unavailable`. */
  ask<E extends ClientEventName>(event: E, payload: PayloadInput<E>): Promise<Result<Data<E>>>;
}

export type ConnectWire = (listener: WireListener) => Wire;
