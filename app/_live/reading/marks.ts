import type { OwnMark, ReadState, Result, SyncData } from '../../../protocol/index.ts';
import { isRetryable } from '../../../protocol/result.ts';
import { recount } from '../connection/sync.ts';
import type { AskOf } from '../core/events.ts';
import { type Turn, without } from '../core/turn.ts';
import { mergedLog, receiveWaiting } from '../messages/logs.ts';
import { watchHole } from '../messages/repair.ts';
import { setLog } from '../messages/state.ts';
import { toldRooms } from '../rooms/conversations.ts';
import { markMoved, told } from '../rooms/counts.ts';
import { setConversation, setCounts } from '../rooms/state.ts';
import { mergedMarks, receiveOthers } from './others.ts';

/** Marks made while scrolling are sent together. */
const markDelay = 250;

const keepForSending = (turn: Turn, id: string, seq: number) => {
  turn.set({ unsentMarks: { ...turn.state.unsentMarks, [id]: seq } });
  turn.gather('marks', '', markDelay);
};

export const markRead = (turn: Turn, id: string, seq: number) => {
  const info = turn.state.conversations[id];
  if (!info) return;
  const upTo = Math.min(seq, info.lastSeq);
  if (upTo <= info.readSeq) return;
  // Where the counts are not known for sure, the answer brings them.
  setConversation(turn, id, markMoved(info, turn.state.logs[id], turn.state.me.id, upTo).info);
  keepForSending(turn, id, upTo);
};

export const resumeMarks = (turn: Turn) => {
  if (!turn.synced) return;
  for (const [conversationId, seq] of Object.entries(turn.state.unsentMarks)) {
    turn.ask({ event: 'read:mark', payload: { conversationId, seq } });
  }
};

/** Takes in what the server says of the own mark, and with it how far the conversation is. */
const takeIn = (turn: Turn, id: string, state: ReadState) => {
  const { conversations, logs, me } = turn.state;
  const [info, log] = [conversations[id], logs[id]];
  if (!info || !log) return;
  if (state.readTurn > info.readTurn) turn.set({ unsentMarks: without(turn.state.unsentMarks, id) });
  const next = told(info, log, me.id, state);
  setLog(turn, id, mergedLog(log, state.version));
  if (turn.state.unsentMarks[id] === undefined) setCounts(turn, id, next);
  else setConversation(turn, id, next.info);
  if (log.held.length > 0) receiveWaiting(turn, id);
  watchHole(turn, id);
};

export const markMovedElsewhere = (turn: Turn, { conversationId, ...state }: OwnMark) => {
  // What is told of the conversation itself may have been read before the mark moved.
  if (!turn.state.conversations[conversationId]) return recount(turn);
  takeIn(turn, conversationId, state);
};

export const markAnswered = (
  turn: Turn,
  ask: AskOf<'read:mark'>,
  result: Result<{ readSeq: number; state?: ReadState }>,
) => {
  const { conversationId, seq } = ask.payload;
  if (!result.ok && isRetryable(result.error)) {
    return turn.timer('marks', '', turn.jittered(result.error.retryAfterMs ?? 1_000));
  }
  if (turn.state.unsentMarks[conversationId] === seq) {
    turn.set({ unsentMarks: without(turn.state.unsentMarks, conversationId) });
  }
  if (result.ok) moveTo(turn, conversationId, result.data.readSeq, result.data.state);
};

/** @param state not there from an instance of the version before */
const moveTo = (turn: Turn, id: string, seq: number, state: ReadState | undefined) => {
  if (state) return takeIn(turn, id, state);
  const info = turn.state.conversations[id];
  if (info) setCounts(turn, id, markMoved(info, turn.state.logs[id], turn.state.me.id, seq));
};

type Read = { conversationId: string; userId: string; seq: number; state?: ReadState };

/** Somebody has read; the user's own mark, with its state, only from an instance of the version before. */
export const receiveRead = (turn: Turn, { conversationId: id, userId, seq, state }: Read) => {
  if (userId === turn.state.me.id) return moveTo(turn, id, seq, state);
  receiveOthers(turn, id, userId, seq);
};

/** Sends once more the marks that the server, in the turn that it knows, knows nothing of: one that followed a send went with its instance. */
export const repeatMarks = (turn: Turn, data: SyncData) => {
  const { conversations, unsentMarks } = turn.state;
  for (const { id, readTurn, readSeq } of data.conversations) {
    const known = conversations[id];
    if (known?.readTurn === readTurn && known.readSeq > readSeq && unsentMarks[id] === undefined)
      keepForSending(turn, id, known.readSeq);
  }
};

/** What was marked before the mark was moved back elsewhere is not sent any more. */
export const takeOver = (turn: Turn, data: SyncData) => {
  const { conversations, unsentMarks } = turn.state;
  const rooms = toldRooms(turn, data);
  const turns = new Map(rooms.map(({ id, readTurn }) => [id, readTurn]));
  turn.set({
    readMarks: mergedMarks(turn, rooms),
    unsentMarks: Object.fromEntries(
      Object.entries(unsentMarks).filter(([id]) => (turns.get(id) ?? 0) <= (conversations[id]?.readTurn ?? 0)),
    ),
  });
};
