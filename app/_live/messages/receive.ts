import type { Message, MessagesEvent } from '../../../protocol/index.ts';
import { recount } from '../connection/sync.ts';
import { knowHead, offer } from '../core/log-cursor.ts';
import type { Turn } from '../core/turn.ts';
import { applyAhead, applyChanges } from './changes.ts';
import { toldToMe, withOwnAnswer } from './own-reactions.ts';
import { watchHole } from './repair.ts';
import { setLog } from './state.ts';

const mostOrphans = 500;
const mostArrivals = 100;

/**
 * The server stores the mark that follows a send a moment later: what it told in between counts the own message as unread.
 */
const doubtOwn = (turn: Turn, id: string, messages: readonly Message[]) => {
  const readSeq = turn.state.conversations[id]?.readSeq ?? 0;
  if (messages.some(({ authorId, seq }) => authorId === turn.state.me.id && seq > readSeq)) recount(turn);
};

export const receiveMessages = (turn: Turn, span: MessagesEvent) => {
  const { conversationId: id, after, version } = span;
  const arrival = { conversationId: id, after, version, at: turn.moment.now };
  turn.set({ arrivals: [...turn.state.arrivals, arrival].slice(-mostArrivals) });
  const log = turn.state.logs[id];
  turn.tell({ type: 'messages:seen', messages: span.messages });
  // The conversation itself is announced on another way and may be slower.
  if (!log) return turn.set({ orphans: [...turn.state.orphans, span].slice(-mostOrphans) });
  const { log: moved, ready } = offer(log, span);
  if (moved === log) return doubtOwn(turn, id, span.messages);
  applyChanges(
    turn,
    id,
    moved,
    ready.length === 1 && ready[0] ? ready[0].messages : ready.flatMap(({ messages }) => messages),
  );
  watchHole(turn, id);
};

// What everybody was told may have come first, and says nothing of the user.
const correctOwn = (turn: Turn, answer: Message) => {
  const id = answer.conversationId;
  const window = turn.state.logs[id]?.window;
  const known = window?.messages.find((message) => message.id === answer.id);
  if (!window || !known) return;
  const correct = withOwnAnswer(known, answer, turn.state.me.id);
  if (correct === known) return;
  setLog(turn, id, { window: { ...window, messages: window.messages.map((one) => (one === known ? correct : one)) } });
};

/** Takes in one message that came in answer to a request, ahead of its place in the log. */
export const learnMessage = (turn: Turn, message: Message) => {
  turn.tell({ type: 'messages:seen', messages: [message] });
  const log = turn.state.logs[message.conversationId];
  if (!log) return;
  applyAhead(turn, knowHead(log, message.version), toldToMe(message, turn.state.me.id));
  correctOwn(turn, message);
  watchHole(turn, message.conversationId);
};

export const receiveHead = (turn: Turn, id: string, version: number) => {
  const log = turn.state.logs[id];
  if (!log || version <= log.head) return;
  setLog(turn, id, { head: version });
  watchHole(turn, id);
};
