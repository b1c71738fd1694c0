import type { ContractError, Message } from '../../../protocol/index.ts';
import type { OutboxEntry } from '../core/outbox/entry.ts';
import type { ConversationLog, LiveMessage } from './state.ts';

export type TimelineMessage = Omit<LiveMessage, 'id' | 'seq' | 'version'> & {
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

const nothing: readonly TimelineItem[] = [];

// One item per message object, so that a row whose message did not change is not rendered again.
const sentItems = new WeakMap<Message, TimelineItem>();
const entryItems = new WeakMap<OutboxEntry, TimelineItem>();

// Only the author's own client ids are keys: somebody else could send a message that carries a copy of one.
const keyOf = (message: Message, meId: string) => (message.authorId === meId ? message.clientId : message.id);

const sentItem = (message: Message, meId: string): TimelineItem => {
  const known = sentItems.get(message);
  if (known) return known;
  const item: TimelineItem = { key: keyOf(message, meId), state: 'sent', message };
  sentItems.set(message, item);
  return item;
};

const entryItem = (entry: OutboxEntry, meId: string): TimelineItem => {
  const known = entryItems.get(entry);
  if (known) return known;
  const item: TimelineItem = {
    key: entry.clientId,
    state: entry.status,
    message: {
      id: null,
      seq: null,
      conversationId: entry.conversationId,
      authorId: meId,
      clientId: entry.clientId,
      body: entry.body,
      replyToId: entry.replyToId,
      attachments: [],
      reactions: [],
      createdAt: entry.createdAt,
      editedAt: null,
      deletedAt: null,
    },
    ...(entry.error ? { error: entry.error } : {}),
  };
  entryItems.set(entry, item);
  return item;
};

/** An own message that was acknowledged while one before it is still missing stays pending, in its place at the end. */
const aheadItems = (log: ConversationLog, meId: string): TimelineItem[] =>
  (log.window?.ahead ?? [])
    .filter((message) => message.authorId === meId)
    .map((message) => ({
      key: message.clientId,
      state: 'pending',
      message: { ...message, id: null, seq: null },
    }));

const itemsOf = (log: ConversationLog, entries: readonly OutboxEntry[], meId: string): readonly TimelineItem[] => {
  if (!log.window) return nothing;
  const sent = log.window.messages.map((message) => sentItem(message, meId));
  if (!log.window.attached) return sent;
  return [...sent, ...aheadItems(log, meId), ...unsentItems(entries, meId)];
};

const emptyTimeline: Timeline = {
  status: 'loading',
  items: nothing,
  hasOlder: false,
  hasNewer: false,
  loadingOlder: false,
  loadingNewer: false,
  firstUnreadSeq: null,
};

/** The outbox entries of one conversation, as they are shown. */
export const unsentItems = (entries: readonly OutboxEntry[], meId: string): readonly TimelineItem[] =>
  entries.map((entry) => entryItem(entry, meId));

/**
 * What is shown of a conversation: the loaded run, then what waits to be sent.
 * @param entries the outbox entries of this conversation
 */
export const timelineOf = (
  log: ConversationLog | undefined,
  entries: readonly OutboxEntry[],
  meId: string,
): Timeline => {
  if (!log) return emptyTimeline;
  const failed = log.opening?.state === 'failed';
  return {
    status: log.window ? 'ready' : failed ? 'error' : 'loading',
    items: itemsOf(log, entries, meId),
    hasOlder: log.window?.hasOlder ?? false,
    hasNewer: log.window !== null && !log.window.attached,
    loadingOlder: log.loadingOlder,
    loadingNewer: log.loadingNewer,
    firstUnreadSeq: log.firstUnreadSeq,
    ...(log.opening?.error ? { error: log.opening.error } : {}),
  };
};
