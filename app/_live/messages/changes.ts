import { firstLimits as limits } from '../../../protocol/first-limits.ts';
import type { LastMessage, Message } from '../../../protocol/index.ts';
import type { Turn } from '../core/turn.ts';
import { counted, wrote } from '../rooms/counts.ts';
import { type LiveConversation, setConversation, setCounts } from '../rooms/state.ts';
import type { ConversationLog, LiveMessage } from './state.ts';
import { applyMessages } from './window.ts';

const latest = (a: string | null, b: string): string => (a === null || b > a ? b : a);

// The newest one, or the newest one as it is after a change.
const lastOf = (known: LastMessage | null, messages: readonly Message[]): LastMessage | null =>
  messages.reduce<LastMessage | null>((last, { seq, authorId, body, createdAt, deletedAt }) => {
    if (last !== null && seq < last.seq) return last;
    return { seq, authorId, text: body.slice(0, limits.previewText), at: createdAt, deleted: deletedAt !== null };
  }, known);

const withActivity = (info: LiveConversation, messages: readonly Message[]): LiveConversation => ({
  ...info,
  last: lastOf(info.last, messages),
  lastActivity: messages.reduce((last, { createdAt }) => latest(last, createdAt), info.lastActivity),
});

export const isLoading = (log: ConversationLog): boolean =>
  log.opening?.state === 'asked' || log.loadingOlder || log.loadingNewer;

const withMessages = (log: ConversationLog, messages: readonly LiveMessage[], meId: string): ConversationLog => ({
  ...log,
  window: log.window && applyMessages(log.window, messages, meId),
  recorded: isLoading(log) ? [...log.recorded, ...messages] : log.recorded,
});

/**
 * Applies current states of messages, in their place in the log, to what is loaded and to the counts.
 * @param log the log with its cursor already moved
 */
export const applyChanges = (turn: Turn, id: string, log: ConversationLog, messages: readonly LiveMessage[]) => {
  const { conversations, logs, me } = turn.state;
  const [info, before] = [conversations[id], logs[id]];
  const next = withMessages(log, messages, me.id);
  turn.set({ logs: { ...logs, [id]: next } });
  turn.tell({ type: 'messages:changed', messages });
  if (!info || !before || messages.length === 0) return;
  setCounts(turn, id, counted(withActivity(info, messages), messages, me.id, before, next));
};

/** Shows a message ahead of its place in the log. It is counted in its place, but who writes has read everything. */
export const applyAhead = (turn: Turn, log: ConversationLog, message: LiveMessage) => {
  const { conversations, logs, me } = turn.state;
  const id = message.conversationId;
  const info = conversations[id];
  turn.set({ logs: { ...logs, [id]: withMessages(log, [message], me.id) } });
  turn.tell({ type: 'messages:changed', messages: [message] });
  if (!info) return;
  const seen = withActivity(info, [message]);
  setConversation(turn, id, message.authorId === me.id ? wrote(seen, message) : seen);
};
