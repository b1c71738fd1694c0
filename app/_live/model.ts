import type {
  ContractError,
  Conversation,
  Me,
  Message,
  MessagesEvent,
  PayloadInput,
  Person,
  PresenceState,
  Rejection,
  TicketsEvent,
} from '../../protocol/index.ts';
import type { OutboxEntry } from './outbox-entry.ts';

export type { OutboxEntry } from './outbox-entry.ts';

/**
 * `connecting`: first connection of this page · `online`: connected and synced · `reconnecting`: was online, trying again
 * · `offline`: the device has no network · `signed_out`: the session ended, nothing is tried any more.
 */
export type Phase = 'connecting' | 'online' | 'reconnecting' | 'offline' | 'signed_out';

export type Connection = {
  readonly phase: Phase;
  /** When the next attempt is made, in milliseconds since the epoch. */
  readonly retryAt: number | null;
  /** The server works without Redis: others may see messages up to two seconds later. */
  readonly degraded: boolean;
  readonly connected: boolean;
  /** `sync` was answered on this socket; nothing else is asked by itself before. */
  readonly synced: boolean;
  /** Numbers the sockets of this client, so that answers of an earlier one can be told apart. */
  readonly epoch: number;
  /** Failed attempts in a row. */
  readonly attempts: number;
  /** Counts that cannot be told from here will be asked for in a moment. */
  readonly recounting: boolean;
};

/** A conversation with what only this client knows of it. */
export type LiveConversation = Conversation & {
  /** When the newest message this client has seen was written. */
  readonly lastActivity: string | null;
};

/** Follows one log: everything up to `cursor` is applied, everything up to `head` is known to exist. */
export type LogCursor<Span> = {
  readonly cursor: number;
  readonly head: number;
  /** What came too early and waits for the part before it. */
  readonly held: readonly Span[];
  /** `waiting`: a hole was seen at this cursor and may still close by itself · `asked`: a repair is under way. */
  readonly repair: null | { readonly kind: 'waiting'; readonly since: number } | { readonly kind: 'asked' };
};

/** A run of messages without a hole, and what is needed to keep it so. */
export type MessageWindow = {
  /** In `seq` order; each `seq` is the one before plus one. */
  readonly messages: readonly Message[];
  readonly hasOlder: boolean;
  /** The run ends at the newest message; new ones are added to it. */
  readonly attached: boolean;
  /** Newer messages that cannot be shown yet, because one before them is missing. */
  readonly ahead: readonly Message[];
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
  readonly recorded: readonly Message[];
  /** Where the "New" line stands; fixed when the conversation is opened. */
  readonly firstUnreadSeq: number | null;
};

/** Sends of one conversation go one after the other. */
export type OutboxLane = { readonly inFlight: string | null; readonly attempts: number; readonly resting: boolean };

export type Outbox = {
  /** Readings of the storage that are under way; nothing is sent before they are done. */
  readonly reading: number;
  /** This tab is the one that sends. */
  readonly leading: boolean;
  /** In the order in which they are to be sent. */
  readonly entries: readonly OutboxEntry[];
  readonly lanes: Readonly<Record<string, OutboxLane>>;
  /** The last few that left, so that a late word from another tab does not bring one back. */
  readonly settled: readonly string[];
};

export type TicketFilter = PayloadInput<'ticket:list'>;

/** One filtered list of the feed. */
export type TicketView = {
  readonly filter: TicketFilter;
  readonly status: 'loading' | 'ready' | 'error';
  readonly error?: ContractError;
  /** Newest first. */
  readonly rejections: readonly Rejection[];
  readonly hasMore: boolean;
  /** Everything from this `seq` up is loaded; 0 when nothing is older. */
  readonly floor: number;
  readonly loading: null | 'first' | 'more';
  /** Counts loads: the answer to an earlier one is dropped. */
  readonly generation: number;
  /** New ones wait until they are asked for, so that rows do not move under the reader. */
  readonly holding: boolean;
  readonly waiting: readonly Rejection[];
};

export type Feed = LogCursor<TicketsEvent> & {
  readonly open: number;
  /** The version up to which changes are counted in `open`. */
  readonly openAt: number;
  readonly views: Readonly<Record<string, TicketView>>;
  readonly recorded: readonly Rejection[];
};

export type LiveState = {
  readonly me: Me;
  readonly connection: Connection;
  /** The first `sync` was answered: the list of conversations is complete. */
  readonly loaded: boolean;
  readonly conversations: Readonly<Record<string, LiveConversation>>;
  readonly logs: Readonly<Record<string, ConversationLog>>;
  /** Events of conversations that are not known (yet). */
  readonly orphans: readonly MessagesEvent[];
  /** Conversations to open as soon as they are known. */
  readonly toOpen: readonly string[];
  /** Conversations that were added or removed since the last `sync` was asked for, which may not know of it. */
  readonly movedDuringSync: Readonly<Record<string, 'added' | 'removed'>>;
  readonly outbox: Outbox;
  readonly people: Readonly<Record<string, Person>>;
  readonly presence: Readonly<Record<string, PresenceState>>;
  readonly watched: readonly string[];
  /** People to ask for, and people asked for; who was not found is not asked for again. */
  readonly wantedPeople: readonly string[];
  readonly askedPeople: Readonly<Record<string, true>>;
  /** conversation → person → when the mark expires */
  readonly typing: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** conversation → when the others were last told that the user is typing */
  readonly ownTyping: Readonly<Record<string, number>>;
  /** conversation → person → `seq` */
  readonly readMarks: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Own read marks that the server has not confirmed. */
  readonly unsentMarks: Readonly<Record<string, number>>;
  /** `null` for who is no admin. */
  readonly feed: Feed | null;
  /** The lists that are on the screen, also before there is a feed. */
  readonly ticketFilters: Readonly<Record<string, TicketFilter>>;
};

export type TimelineMessage = Omit<Message, 'id' | 'seq' | 'version'> & {
  readonly id: string | null;
  readonly seq: number | null;
};

export type TimelineItem = {
  /** Stable from pending to sent. */
  readonly key: string;
  readonly state: 'sent' | 'pending' | 'failed';
  readonly message: TimelineMessage;
  readonly error?: ContractError;
};

export type Timeline = {
  readonly status: 'loading' | 'ready' | 'error';
  readonly items: readonly TimelineItem[];
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
  readonly loadingOlder: boolean;
  readonly loadingNewer: boolean;
  readonly firstUnreadSeq: number | null;
  readonly error?: ContractError;
};
