import type {
  ClientEventName,
  Data,
  PayloadInput,
  Result,
  ServerEventName,
  ServerEventPayload,
} from '../../../protocol/index.ts';
import type { Ask, LiveState, SliceEvent, TimerName } from '../slices.ts';
import type { OutboxEntry } from './outbox/entry.ts';

/** Something to ask; whatever is needed to understand the answer is kept beside the question. */
export type Question<E extends ClientEventName, More = unknown> = {
  readonly event: E;
  readonly payload: PayloadInput<E>;
} & More;

export type AskOf<E extends Ask['event']> = Extract<Ask, { event: E }>;

export type Effect =
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  | { readonly kind: 'ask'; readonly ask: Ask; readonly socket: number }
  /** Setting a timer again replaces it, or with `keep` leaves it as it is. */
  | {
      readonly kind: 'timer';
      readonly name: TimerName;
      readonly id: string;
      readonly delayMs: number;
      readonly keep: boolean;
    }
  | { readonly kind: 'lead'; readonly wanted: boolean }
  | { readonly kind: 'outbox:load' }
  | { readonly kind: 'outbox:put'; readonly entry: OutboxEntry }
  | { readonly kind: 'outbox:remove'; readonly clientId: string }
  | { readonly kind: 'outbox:clear' };

export type FromServer = {
  [E in ServerEventName]: {
    readonly type: 'server';
    readonly name: E;
    readonly payload: ServerEventPayload<E>;
  };
}[ServerEventName];

/** The answer to a question of the client's own. */
export type Answered = {
  [E in Ask['event']]: {
    readonly type: 'answered';
    readonly name: E;
    readonly ask: AskOf<E>;
    readonly socket: number;
    readonly result: Result<Data<E>>;
  };
}[Ask['event']];

/** A request of the user interface that succeeded. */
export type Learned = {
  [E in ClientEventName]: {
    readonly type: 'learned';
    readonly event: E;
    readonly data: Data<E>;
  };
}[ClientEventName];

export type LiveEvent =
  | SliceEvent
  | FromServer
  | Answered
  | Learned
  | { readonly type: 'timer'; readonly name: TimerName; readonly id: string };

/** What the pure part needs from outside at each step. */
export type Moment = { readonly now: number /** in [0, 1) */; readonly random: number };

export type Reduce = (
  state: LiveState,
  event: LiveEvent,
  moment: Moment,
) => { readonly state: LiveState; readonly effects: readonly Effect[] };
