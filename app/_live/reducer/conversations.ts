import type { Conversation } from '../../../protocol/index.ts';
import { emptyCursor, knowHead } from '../log-cursor.ts';
import type { ConversationLog, LiveConversation } from '../model.ts';
import { type Turn, without } from '../turn.ts';
import { openConversation } from './loads.ts';
import { receiveMessages } from './messages.ts';
import { mentionsAfter } from './reading.ts';
import { watchHole } from './repair.ts';

const newLog = (version: number): ConversationLog => ({
  ...emptyCursor(version),
  window: null,
  opening: null,
  loadingOlder: false,
  loadingNewer: false,
  generation: 0,
  recorded: [],
  firstUnreadSeq: null,
});

/** The newer of the two tells the counts; a mark that the server has not heard of yet stays. */
export const mergedInfo = (known: LiveConversation | undefined, told: Conversation): LiveConversation => {
  if (!known) return { ...told, lastActivity: null };
  const newer = told.version >= known.version ? told : known;
  const readSeq = Math.max(known.readSeq, told.readSeq);
  const lastSeq = Math.max(known.lastSeq, told.lastSeq);
  const mentions = readSeq > newer.readSeq ? mentionsAfter(newer.mentions, readSeq, lastSeq) : newer.mentions;
  return {
    ...told,
    version: Math.max(known.version, told.version),
    lastSeq,
    readSeq,
    unread: Math.max(0, lastSeq - readSeq),
    mentions,
    lastActivity: known.lastActivity,
  };
};

/**
 * Where nothing is loaded, the counts are all there is, and they are complete at their version;
 * where a window is loaded or on its way, the version only says how much there is to fetch.
 */
export const mergedLog = (known: ConversationLog | undefined, version: number): ConversationLog => {
  if (!known) return newLog(version);
  if (known.window || known.opening) return knowHead(known, version);
  return version <= known.cursor ? known : { ...knowHead(known, version), cursor: version };
};

/** Looks again at what came before the conversation was known, or before its cursor moved. */
export const receiveWaiting = (turn: Turn, id: string) => {
  const log = turn.state.logs[id];
  if (!log) return;
  const spans = [...log.held, ...turn.state.orphans.filter((span) => span.conversationId === id)];
  if (spans.length > 0) {
    turn.setLog(id, { held: [] });
    turn.set({ orphans: turn.state.orphans.filter((span) => span.conversationId !== id) });
    for (const span of spans) receiveMessages(turn, span);
  }
  if (turn.synced) openWanted(turn, id);
};

const openWanted = (turn: Turn, id: string) => {
  if (!turn.state.toOpen.includes(id)) return;
  turn.set({ toOpen: turn.state.toOpen.filter((one) => one !== id) });
  openConversation(turn, id);
};

/** Opens now, or as soon as the conversation is known. */
export const turnTo = (turn: Turn, id: string) => {
  if (turn.state.logs[id]) return openConversation(turn, id);
  if (!turn.state.toOpen.includes(id)) turn.set({ toOpen: [...turn.state.toOpen, id] });
};

export const addConversation = (turn: Turn, told: Conversation) => {
  const { conversations, logs, movedDuringSync } = turn.state;
  turn.set({
    conversations: { ...conversations, [told.id]: mergedInfo(conversations[told.id], told) },
    logs: { ...logs, [told.id]: mergedLog(logs[told.id], told.version) },
    movedDuringSync: { ...movedDuringSync, [told.id]: 'added' },
  });
  receiveWaiting(turn, told.id);
  watchHole(turn, told.id);
};

export const removeConversation = (turn: Turn, id: string) => {
  const { conversations, logs, movedDuringSync, typing, readMarks, unsentMarks } = turn.state;
  turn.set({
    conversations: without(conversations, id),
    logs: without(logs, id),
    typing: without(typing, id),
    readMarks: without(readMarks, id),
    unsentMarks: without(unsentMarks, id),
    movedDuringSync: { ...movedDuringSync, [id]: 'removed' },
  });
};
