import type { Message, MessagesEvent } from '../../../protocol/index.ts';
import { knowHead, offer } from '../log-cursor.ts';
import { type Turn, without } from '../turn.ts';
import { applyChanges } from './changes.ts';
import { settle } from './outbox.ts';
import { watchHole } from './repair.ts';

const mostOrphans = 500;

const stopTyping = (turn: Turn, id: string, messages: readonly Message[]) => {
  const typing = turn.state.typing[id];
  if (!typing) return;
  const rest = messages.reduce((marks, { authorId }) => without(marks, authorId), typing);
  if (rest !== typing) turn.set({ typing: { ...turn.state.typing, [id]: rest } });
};

export const receiveMessages = (turn: Turn, span: MessagesEvent) => {
  const id = span.conversationId;
  const log = turn.state.logs[id];
  settle(turn, span.messages);
  // The conversation itself is announced on another way and may be slower.
  if (!log) return turn.set({ orphans: [...turn.state.orphans, span].slice(-mostOrphans) });
  stopTyping(turn, id, span.messages);
  const { log: moved, ready } = offer(log, span);
  if (moved === log) return;
  applyChanges(
    turn,
    id,
    moved,
    ready.length === 1 && ready[0] ? ready[0].messages : ready.flatMap(({ messages }) => messages),
  );
  watchHole(turn, id);
};

/** Takes in one message that came in answer to a request, ahead of its place in the log. */
export const learnMessage = (turn: Turn, message: Message) => {
  settle(turn, [message]);
  const log = turn.state.logs[message.conversationId];
  if (!log) return;
  applyChanges(turn, message.conversationId, knowHead(log, message.version), [message]);
  watchHole(turn, message.conversationId);
};

export const receiveHead = (turn: Turn, id: string, version: number) => {
  const log = turn.state.logs[id];
  if (!log || version <= log.head) return;
  turn.setLog(id, { head: version });
  watchHole(turn, id);
};
