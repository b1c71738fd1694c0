import type { Conversation, LastMessage, SyncData } from '../../../protocol/index.ts';
import { recount } from '../connection/sync.ts';
import { type Turn, without } from '../core/turn.ts';
import { type Counted, told } from './counts.ts';

const newer = (known: LastMessage | null, told: LastMessage | null): LastMessage | null =>
  known !== null && (told === null || known.seq > told.seq) ? known : told;

/** What is described as it was told last, and counted as far as the newer of the two knows. */
const mergedInfo = (turn: Turn, conversation: Conversation): Counted => {
  const known = turn.state.conversations[conversation.id];
  if (!known) return { info: { ...conversation, lastActivity: conversation.last?.at ?? null }, isExact: true };
  const { readTurn, readSeq, unread, mentions, lastSeq, version } = known;
  const info = {
    ...conversation,
    readTurn,
    readSeq,
    unread,
    mentions,
    lastSeq,
    version,
    last: newer(known.last, conversation.last),
    lastActivity: known.lastActivity ?? conversation.last?.at ?? null,
  };
  return told(info, turn.state.logs[conversation.id], turn.state.me.id, conversation);
};

export const addConversation = (turn: Turn, conversation: Conversation) => {
  const { conversations, movedDuringSync, unsentMarks } = turn.state;
  const { id } = conversation;
  const { info, isExact } = mergedInfo(turn, conversation);
  turn.set({
    conversations: { ...conversations, [id]: info },
    movedDuringSync: { ...movedDuringSync, [id]: 'added' },
  });
  // The answer to a mark that is on its way brings the counts.
  if (!isExact && unsentMarks[id] === undefined) recount(turn);
};

/** An admin may act from outside: that makes nobody a member. */
export const updateConversation = (turn: Turn, conversation: Conversation) => {
  if (turn.state.conversations[conversation.id]) turn.tell({ type: 'room:told', conversation });
};

/** @param byId who did it; null when it was the person on another device, or nobody can tell */
export const removeConversation = (turn: Turn, id: string, byId: string | null) => {
  const { conversations, movedDuringSync, removals } = turn.state;
  const known = conversations[id];
  turn.set({
    conversations: without(conversations, id),
    movedDuringSync: { ...movedDuringSync, [id]: 'removed' },
    ...(known && byId !== turn.state.me.id && { removals: { ...removals, [id]: { name: known.name, byId } } }),
  });
};

/** Those of the answer that were not taken away while it was on its way. */
export const toldRooms = (turn: Turn, { conversations }: SyncData): readonly Conversation[] =>
  conversations.filter(({ id }) => turn.state.movedDuringSync[id] !== 'removed');

/** The answer is the whole list, but for what came or went while it was on its way. */
export const takeOver = (turn: Turn, data: SyncData) => {
  const { conversations, movedDuringSync } = turn.state;
  const rooms = toldRooms(turn, data);
  const ids = new Set(rooms.map(({ id }) => id));
  const kept = Object.keys(movedDuringSync).filter((id) => !ids.has(id) && movedDuringSync[id] === 'added');
  turn.set({
    movedDuringSync: {},
    conversations: Object.fromEntries([
      ...rooms.map((one) => [one.id, mergedInfo(turn, one).info] as const),
      ...kept.flatMap((id) => (conversations[id] ? [[id, conversations[id]] as const] : [])),
    ]),
  });
};
