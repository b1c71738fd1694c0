import type {
  ClientEventName,
  CloseCode,
  Data,
  PayloadInput,
  Result,
  ServerEventName,
  ServerEventPayload,
} from '../../protocol/index.ts';
import type { LiveState, OutboxEntry, TicketFilter } from './model.ts';
import type { OutboxNews } from './outbox-entry.ts';

type Question<E extends ClientEventName, More = unknown> = {
  readonly event: E;
  readonly payload: PayloadInput<E>;
} & More;

/** What the client asks of its own accord; whatever is needed to understand the answer is kept beside the question. */
export type Ask =
  | Question<'sync'>
  | Question<'message:changes'>
  | Question<
      'message:history',
      { readonly part: 'window' | 'older' | 'newer'; readonly generation: number; readonly cursor: number }
    >
  | Question<'message:send'>
  | Question<'read:mark'>
  | Question<'typing'>
  | Question<'people:list'>
  | Question<'presence:watch'>
  | Question<
      'ticket:list',
      {
        readonly view: string;
        readonly part: 'first' | 'more';
        readonly generation: number;
        readonly cursor: number;
      }
    >
  | Question<'ticket:changes'>;

export type AskOf<E extends Ask['event']> = Extract<Ask, { event: E }>;

export type TimerName =
  | 'reconnect'
  | 'drain'
  | 'sync'
  | 'hole'
  | 'open'
  | 'lane'
  | 'marks'
  | 'typing'
  | 'typing-off'
  | 'people'
  | 'presence'
  | 'feed-hole'
  | 'feed-view'
  | 'recount';

export type Effect =
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  | { readonly kind: 'ask'; readonly ask: Ask; readonly epoch: number }
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
  | { readonly kind: 'outbox:remove'; readonly clientId: string };

type FromServer = {
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
    readonly epoch: number;
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

export type Command =
  | { readonly type: 'start'; readonly online: boolean }
  | { readonly type: 'stop' }
  | { readonly type: 'sign-out' }
  | { readonly type: 'retry-now' }
  | { readonly type: 'send'; readonly entry: OutboxEntry }
  | { readonly type: 'retry'; readonly clientId: string }
  | { readonly type: 'discard'; readonly clientId: string }
  | { readonly type: 'open-conversation'; readonly conversationId: string }
  | { readonly type: 'jump'; readonly conversationId: string; readonly seq: number | null }
  | { readonly type: 'load-older'; readonly conversationId: string }
  | { readonly type: 'load-newer'; readonly conversationId: string }
  | { readonly type: 'mark-read'; readonly conversationId: string; readonly seq: number }
  | { readonly type: 'type'; readonly conversationId: string }
  | { readonly type: 'watch-presence'; readonly userIds: readonly string[] }
  | { readonly type: 'need-people'; readonly userIds: readonly string[] }
  | { readonly type: 'open-tickets'; readonly filter: TicketFilter }
  | { readonly type: 'close-tickets'; readonly filter: TicketFilter }
  | { readonly type: 'more-tickets'; readonly filter: TicketFilter }
  | { readonly type: 'hold-tickets'; readonly filter: TicketFilter; readonly hold: boolean };

export type LiveEvent =
  | Command
  | FromServer
  | Answered
  | Learned
  | { readonly type: 'wire:opened' }
  | { readonly type: 'wire:closed'; readonly code: CloseCode | null }
  | { readonly type: 'network'; readonly online: boolean }
  | { readonly type: 'timer'; readonly name: TimerName; readonly id: string }
  | { readonly type: 'outbox:loaded'; readonly entries: readonly OutboxEntry[] }
  | { readonly type: 'outbox:news'; readonly news: OutboxNews }
  | { readonly type: 'outbox:leading'; readonly leading: boolean };

/** What the pure part needs from outside at each step. */
export type Moment = { readonly now: number /** in [0, 1) */; readonly random: number };

export type Reduce = (
  state: LiveState,
  event: LiveEvent,
  moment: Moment,
) => { readonly state: LiveState; readonly effects: readonly Effect[] };
