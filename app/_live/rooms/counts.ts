import type { Message, ReadState } from '../../../protocol/index.ts';
import type { ConversationLog, MessageWindow } from '../messages/state.ts';
import type { LiveConversation } from './state.ts';

/** Counts, and whether they are known for sure: what cannot be told from here is asked for. */
export type Counted = { readonly info: LiveConversation; readonly isExact: boolean };

type Log = Pick<ConversationLog, 'window' | 'cursor'>;

const counts = (message: Message, meId: string): boolean => message.deletedAt === null && message.authorId !== meId;

const mentions = (message: Message, meId: string): boolean =>
  counts(message, meId) && message.body.includes(`<@${meId}>`);

/** Whether every message with `from < seq ≤ to` is loaded. */
export const covers = (window: MessageWindow, from: number, to: number): boolean => {
  const first = window.messages[0];
  const last = window.messages[window.messages.length - 1];
  return to <= from || (first !== undefined && last !== undefined && first.seq <= from + 1 && last.seq >= to);
};

const tally = (window: MessageWindow, meId: string, from: number, to: number) => {
  const first = window.messages[0]?.seq ?? 1;
  const some = window.messages.slice(Math.max(0, from + 1 - first), Math.max(0, to + 1 - first));
  return {
    unread: some.filter((message) => counts(message, meId)).length,
    mentions: some.filter((message) => mentions(message, meId)).length,
  };
};

/** Whether the first of two marks is further: of a later turn, or within one turn at a larger `seq`. */
export const isFurther = (
  one: Pick<ReadState, 'readTurn' | 'readSeq'>,
  other: Pick<ReadState, 'readTurn' | 'readSeq'>,
): boolean => one.readTurn > other.readTurn || (one.readTurn === other.readTurn && one.readSeq > other.readSeq);

const unreadOf = (info: LiveConversation, unread: number): number => (info.archivedAt === null ? unread : 0);

/** The counts after the mark has moved forward, within its turn. */
export const markMoved = (info: LiveConversation, log: Log | undefined, meId: string, readSeq: number): Counted => {
  if (readSeq <= info.readSeq) return { info, isExact: true };
  const lastSeq = Math.max(info.lastSeq, readSeq);
  const moved = { ...info, readSeq, lastSeq };
  if (readSeq === lastSeq) return { info: { ...moved, unread: 0, mentions: 0 }, isExact: true };
  const window = log && log.cursor >= info.version ? log.window : null;
  if (window && covers(window, readSeq, lastSeq)) {
    const left = tally(window, meId, readSeq, lastSeq);
    return { info: { ...moved, unread: unreadOf(info, left.unread), mentions: left.mentions }, isExact: true };
  }
  if (window && covers(window, info.readSeq, readSeq)) {
    const read = tally(window, meId, info.readSeq, readSeq);
    const unread = unreadOf(info, Math.max(0, info.unread - read.unread));
    return { info: { ...moved, unread, mentions: Math.max(0, info.mentions - read.mentions) }, isExact: true };
  }
  const most = lastSeq - readSeq;
  const unread = Math.min(info.unread, most);
  return { info: { ...moved, unread, mentions: Math.min(info.mentions, most) }, isExact: false };
};

/** Takes in what the server says of the mark, at its version; a mark of one's own that it has not heard of yet stays. */
export const told = (info: LiveConversation, log: Log | undefined, meId: string, state: ReadState): Counted => {
  const isNews = state.version >= info.version;
  if (state.readTurn < info.readTurn || (!isNews && !isFurther(state, info)))
    return { info, isExact: state.version <= info.version };
  const { readTurn, readSeq, unread, mentions: named, version } = state;
  if (isNews) {
    const lastSeq = Math.max(info.lastSeq, state.lastSeq);
    const next = { ...info, readTurn, readSeq, unread, mentions: named, version, lastSeq };
    // What one has written since, ahead of its place, has moved the mark in whichever turn it is.
    if (readTurn > info.readTurn && info.lastSeq > state.lastSeq) return markMoved(next, log, meId, info.lastSeq);
    return isFurther(info, state) ? markMoved(next, log, meId, info.readSeq) : { info: next, isExact: true };
  }
  if (readTurn === info.readTurn) return markMoved(info, log, meId, readSeq);
  return { info: { ...info, readTurn, readSeq }, isExact: false };
};

/** What a changed message was when it was counted, if that is known. */
const wasCountedAs = (info: LiveConversation, log: Log, seq: number): Message | undefined => {
  const first = log.window?.messages[0];
  const known = first && log.window?.messages[seq - first.seq];
  return known && known.version <= info.version && info.version <= log.cursor ? known : undefined;
};

/** Of a message that changed more than once the last state. */
const latestStates = (messages: readonly Message[]): Message[] => [
  ...new Map(messages.map((message) => [message.seq, message])).values(),
];

/** What became of messages that were counted before. A deleted one existed until then: nothing changes after a deletion. */
const changed = (info: LiveConversation, log: Log, meId: string, messages: readonly Message[]) => {
  let { unread, mentions: named } = info;
  let isExact = true;
  for (const message of messages) {
    if (message.authorId === meId) continue;
    if (message.deletedAt !== null) unread -= 1;
    const before = wasCountedAs(info, log, message.seq);
    if (before) named += Number(mentions(message, meId)) - Number(mentions(before, meId));
    else if (message.editedAt !== null || message.deletedAt !== null)
      isExact &&= named === 0 && !mentions(message, meId);
  }
  return { unread: Math.max(0, unread), mentions: Math.max(0, named), isExact };
};

/**
 * The counts after these changes, which follow upon what was counted; what was counted before changes nothing.
 * @param before the log as it was before them
 * @param after the log with them
 */
export const counted = (
  info: LiveConversation,
  messages: readonly Message[],
  meId: string,
  before: Log,
  after: Log,
): Counted => {
  const news = latestStates(messages.filter(({ version }) => version > info.version));
  const fresh = news.filter(({ seq }) => seq > info.lastSeq);
  const lastSeq = fresh.reduce((most, { seq }) => Math.max(most, seq), info.lastSeq);
  // The server, too, takes writing as having read everything before.
  const own = fresh.filter(({ authorId }) => authorId === meId);
  const readSeq = own.reduce((most, { seq }) => Math.max(most, seq), info.readSeq);
  const next = { ...info, lastSeq, readSeq, version: Math.max(info.version, after.cursor) };
  if (after.window && after.cursor >= next.version && covers(after.window, readSeq, lastSeq)) {
    const all = tally(after.window, meId, readSeq, lastSeq);
    return { info: { ...next, unread: unreadOf(info, all.unread), mentions: all.mentions }, isExact: true };
  }
  const base = readSeq > info.readSeq ? { ...info, unread: 0, mentions: 0 } : info;
  const old = news.filter(({ seq }) => seq <= info.lastSeq && seq > readSeq);
  const { isExact, ...kept } = changed(base, before, meId, old);
  // One that was changed after later ones came is told after them, when it does not look new any more.
  const isWhole = fresh.length === lastSeq - info.lastSeq;
  const added = fresh.filter(({ seq }) => seq > readSeq);
  const unread = kept.unread + added.filter((message) => counts(message, meId)).length;
  const named = kept.mentions + added.filter((message) => mentions(message, meId)).length;
  return { info: { ...next, unread: unreadOf(info, unread), mentions: named }, isExact: isExact && isWhole };
};

/** One's own new message, ahead of its place in the log: what comes before it is read. */
export const wrote = (info: LiveConversation, message: Message): LiveConversation =>
  message.seq <= info.lastSeq ? info : { ...info, lastSeq: message.seq, readSeq: message.seq, unread: 0, mentions: 0 };
