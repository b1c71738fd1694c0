import type { Result } from '../../../protocol/index.ts';
import { isRetryable } from '../../../protocol/result.ts';
import type { AskOf } from '../events.ts';
import { type Turn, without } from '../turn.ts';

/** Marks made while scrolling are sent together. */
const markDelay = 250;

/** How many mentions can be unread at most after reading up to `readSeq`. */
export const mentionsAfter = (mentions: number, readSeq: number, lastSeq: number): number =>
  Math.min(mentions, Math.max(0, lastSeq - readSeq));

const unreadMentions = (turn: Turn, id: string, readSeq: number): number => {
  const info = turn.state.conversations[id];
  const window = turn.state.logs[id]?.window;
  if (!info || info.mentions === 0) return 0;
  const first = window?.messages[0];
  const isWhole = window?.attached && first && first.seq <= readSeq + 1 && window.ahead.length === 0;
  if (!isWhole) return mentionsAfter(info.mentions, readSeq, info.lastSeq);
  const mark = `<@${turn.state.me.id}>`;
  return window.messages.filter(({ seq, body }) => seq > readSeq && body.includes(mark)).length;
};

const readUpTo = (turn: Turn, id: string, seq: number) => {
  const info = turn.state.conversations[id];
  if (!info || seq <= info.readSeq) return;
  const lastSeq = Math.max(info.lastSeq, seq);
  turn.setConversation(id, {
    readSeq: seq,
    lastSeq,
    unread: lastSeq - seq,
    mentions: unreadMentions(turn, id, seq),
  });
};

export const markRead = (turn: Turn, id: string, seq: number) => {
  const info = turn.state.conversations[id];
  if (!info) return;
  const upTo = Math.min(seq, info.lastSeq);
  if (upTo <= info.readSeq) return;
  readUpTo(turn, id, upTo);
  turn.set({ unsentMarks: { ...turn.state.unsentMarks, [id]: upTo } });
  turn.gather('marks', '', markDelay);
};

export const resumeMarks = (turn: Turn) => {
  if (!turn.synced) return;
  for (const [conversationId, seq] of Object.entries(turn.state.unsentMarks)) {
    turn.ask({ event: 'read:mark', payload: { conversationId, seq } });
  }
};

export const markAnswered = (turn: Turn, ask: AskOf<'read:mark'>, result: Result<{ readSeq: number }>) => {
  const { conversationId, seq } = ask.payload;
  if (!result.ok && isRetryable(result.error)) {
    return turn.timer('marks', '', turn.jittered(result.error.retryAfterMs ?? 1_000));
  }
  if (turn.state.unsentMarks[conversationId] === seq) {
    turn.set({ unsentMarks: without(turn.state.unsentMarks, conversationId) });
  }
  if (result.ok) readUpTo(turn, conversationId, result.data.readSeq);
};

/** Somebody has read; the user's own mark comes from another tab or device. */
export const receiveRead = (turn: Turn, id: string, userId: string, seq: number) => {
  if (userId === turn.state.me.id) return readUpTo(turn, id, seq);
  const marks = turn.state.readMarks[id] ?? {};
  if ((marks[userId] ?? 0) >= seq) return;
  turn.set({ readMarks: { ...turn.state.readMarks, [id]: { ...marks, [userId]: seq } } });
};
