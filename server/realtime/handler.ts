import type { ClientEventName, Data, Me, Payload, Result } from '../../protocol/index.ts';
import type { Socket } from './socket.ts';

/** Who calls, already authenticated. The payload never says who the caller is. */
export type Caller = { socket: Socket; me: Me };

/** Answers one event. The payload is parsed; a thrown error is answered `unavailable` or `internal`. */
export type Handler<E extends ClientEventName> = (caller: Caller, payload: Payload<E>) => Promise<Result<Data<E>>>;

/** One handler for every event of the contract: the compiler misses none. */
export type Handlers = { [E in ClientEventName]: Handler<E> };
