import type { Message } from '../../../protocol/index.ts';
import type { ConversationLog, LiveConversation } from '../model.ts';
import type { Turn } from '../turn.ts';
import { applyMessages } from '../window.ts';

const mentions = (message: Message, userId: string): boolean =>
  message.deletedAt === null && message.body.includes(`<@${userId}>`);

const latest = (a: string | null, b: string): string => (a === null || b > a ? b : a);

/** The counts after these messages; those that were counted before change nothing. */
export const counted = (info: LiveConversation, messages: readonly Message[], meId: string): LiveConversation => {
  let { lastSeq, readSeq, version, lastActivity } = info;
  const fresh = messages.filter(({ seq }) => seq > info.lastSeq);
  for (const message of messages) {
    version = Math.max(version, message.version);
    lastSeq = Math.max(lastSeq, message.seq);
    lastActivity = latest(lastActivity, message.createdAt);
  }
  // The server, too, takes writing as having read everything before.
  for (const message of fresh) if (message.authorId === meId) readSeq = Math.max(readSeq, message.seq);
  const mentioned = fresh.filter((message) => message.seq > readSeq && mentions(message, meId)).length;
  const before = readSeq > info.readSeq ? 0 : info.mentions;
  const unread = Math.max(0, lastSeq - readSeq);
  return { ...info, version, lastSeq, readSeq, unread, mentions: before + mentioned, lastActivity };
};

export const isLoading = (log: ConversationLog): boolean =>
  log.opening?.state === 'asked' || log.loadingOlder || log.loadingNewer;

/**
 * Applies current states of messages to what is loaded and to the counts.
 * @param log the log with its cursor already moved
 */
export const applyChanges = (turn: Turn, id: string, log: ConversationLog, messages: readonly Message[]) => {
  const { conversations, logs, me } = turn.state;
  const info = conversations[id];
  const next: ConversationLog = {
    ...log,
    window: log.window && applyMessages(log.window, messages),
    recorded: isLoading(log) ? [...log.recorded, ...messages] : log.recorded,
  };
  turn.set({
    logs: { ...logs, [id]: next },
    ...(info && messages.length > 0
      ? { conversations: { ...conversations, [id]: counted(info, messages, me.id) } }
      : {}),
  });
};
