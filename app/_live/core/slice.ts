import type { StoreApi } from 'zustand/vanilla';
import type {
  ClientEventName,
  Data,
  Me,
  Result,
  ServerEventName,
  ServerEventPayload,
} from '../../../protocol/index.ts';
import type { Ask, Fact, LiveState, SliceEvent, TimerName } from '../slices.ts';
import type { Clock } from './clock.ts';
import type { AskOf } from './events.ts';
import type { Turn } from './turn.ts';

/** What one slice adds to the client; `never` where it adds nothing. */
export interface Shape {
  /** Its part of the state. No other slice has fields of these names. */
  state: object;
  /** What it is told from outside: by the page, by the socket, by the storage. */
  event: { readonly type: string };
  /** What it tells the other slices, and does nothing about itself unless it wants to. */
  fact: { readonly type: string };
  /** What it asks the server of its own accord. */
  ask: { readonly event: ClientEventName };
  timer: string;
  /** What it lets pages, bots and tests do. */
  methods: object;
}

/** Everything that can happen, and what a slice makes of it. */
type Handlers = {
  [T in (SliceEvent | Fact)['type']]: (turn: Turn, event: Extract<SliceEvent | Fact, { type: T }>) => void;
} & {
  [E in ServerEventName as `server:${E}`]: (turn: Turn, payload: ServerEventPayload<E>) => void;
} & {
  /** The answer to a question of the client's own. */
  [E in Ask['event'] as `answer:${E}`]: (turn: Turn, ask: AskOf<E>, result: Result<Data<E>>) => void;
} & {
  /** A request of the page that succeeded: what it was told holds for everything that is shown. */
  [E in ClientEventName as `learned:${E}`]: (turn: Turn, data: Data<E>) => void;
} & { [N in TimerName as `timer:${N}`]: (turn: Turn, id: string) => void };

/** What a slice has to handle: whatever it brought up itself. */
type Own<S extends Shape> = S['event']['type'] | `answer:${S['ask']['event']}` | `timer:${S['timer']}`;

/** What the methods of a slice are made with. */
export interface Tools {
  readonly dispatch: (event: SliceEvent) => void;
  readonly store: StoreApi<LiveState>;
  readonly clock: Clock;
  /** Makes ids that sort in the order in which they are made. */
  readonly newId: () => string;
}

/** What a slice makes of what happens. */
export interface Behaviour<S extends Shape> {
  /** Several slices may hear the same; they hear it in the order of the list. */
  readonly on: Pick<Handlers, Own<S> & keyof Handlers> & Partial<Handlers>;
  /** One payload that says the same as two that came in a row within a frame; null where there is none. */
  readonly joins?: {
    readonly [E in ServerEventName]?: (
      before: ServerEventPayload<E>,
      after: ServerEventPayload<E>,
    ) => ServerEventPayload<E> | null;
  };
}

/** What the compiler reads the shape of a slice from; never there. */
type Shaped<S extends Shape> = { readonly shape?: S };

/** One noun of the client. The list in slices.ts makes a whole of them. */
export interface Slice<S extends Shape> extends Behaviour<S>, Shaped<S> {
  /** Before anything was asked: who the user is, is all that is known. */
  readonly initial: (me: Me) => S['state'];
  readonly methods: (tools: Tools) => S['methods'];
}

/** A slice whose behaviour is loaded when it is wanted, because most pages never need it. */
export interface LateSlice<S extends Shape> extends Pick<Slice<S>, 'initial' | 'methods'>, Shaped<S> {
  /** Until the behaviour is there: remembers what is wanted, and how far the server is. */
  readonly on: Partial<Handlers>;
  readonly late: {
    readonly isWanted: (state: LiveState) => boolean;
    readonly load: () => Promise<Behaviour<S>>;
    /** The first thing that the loaded behaviour hears: it asks for what was missed. */
    readonly joined: S['event'];
  };
}
