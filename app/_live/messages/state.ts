import type { ContractError, Message, MessagesEvent, Reaction } from '../../../protocol/index.ts';
import type { LogCursor } from '../core/log-cursor.ts';
import type { Turn } from '../core/turn.ts';

/** A reaction; of one that more people share than are named, `mine` says whether the user is among them. */
export type LiveReaction = Reaction & { readonly mine?: boolean };
/** A message as this client knows it. */
export type LiveMessage = Omit<Message, 'reactions'> & { readonly reactions: LiveReaction[] };

/** A run of messages without a hole, and what is needed to keep it so. */
export type MessageWindow = {
  /** In `seq` order; each `seq` is the one before plus one. */
  readonly messages: readonly LiveMessage[];
  readonly hasOlder: boolean;
  /** The run ends at the newest message; new ones are added to it. */
  readonly attached: boolean;
  /** Newer messages that cannot be shown yet, because one before them is missing. */
  readonly ahead: readonly LiveMessage[];
};

export type WindowPlace = { readonly kind: 'newest' } | { readonly kind: 'around'; readonly seq: number };

export type ConversationLog = LogCursor<MessagesEvent> & {
  readonly window: MessageWindow | null;
  /** The load that replaces the window: under way, waiting for the connection, or refused. */
  readonly opening: null | {
    readonly place: WindowPlace;
    readonly state: 'asked' | 'waiting' | 'failed';
    readonly error?: ContractError;
  };
  readonly loadingOlder: boolean;
  readonly loadingNewer: boolean;
  /** Counts windows: the answer to a load of an earlier window is dropped. */
  readonly generation: number;
  /** Changes applied while a page of history is on its way; the page may be older than they are. */
  readonly recorded: readonly LiveMessage[];
  /** Where the "New" line stands; fixed when the conversation is opened, until it is left. */
  readonly firstUnreadSeq: number | null;
};

/** When some messages came to this page: everything with `after < version ≤ this.version`. */
export type Arrival = {
  readonly conversationId: string;
  readonly after: number;
  readonly version: number;
  /** In milliseconds since the epoch, by the clock of this device. */
  readonly at: number;
};

export type MessagesState = {
  /** The latest. */
  readonly arrivals: readonly Arrival[];
  readonly logs: Readonly<Record<string, ConversationLog>>;
  /** Events of conversations that are not known (yet). */
  readonly orphans: readonly MessagesEvent[];
  /** Conversations to open as soon as they are known. */
  readonly toOpen: readonly string[];
};

export const initial = (): MessagesState => ({ arrivals: [], logs: {}, orphans: [], toOpen: [] });

export const setLog = (turn: Turn, id: string, patch: Partial<ConversationLog>): void => {
  const { logs } = turn.state;
  const log = logs[id];
  if (log) turn.set({ logs: { ...logs, [id]: { ...log, ...patch } } });
};
