import type { Conversation, SyncData } from '../../../protocol/index.ts';
import { emptyCursor, knowHead } from '../core/log-cursor.ts';
import { type Turn, without } from '../core/turn.ts';
import { openConversation, resumeLoads } from './loads.ts';
import { receiveMessages } from './receive.ts';
import { askChanges, watchHole } from './repair.ts';
import { type ConversationLog, setLog } from './state.ts';

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

/**
 * Where nothing is loaded, the counts are all there is, and they are complete at their version;
 * where a window is loaded or on its way, the version only says how much there is to fetch.
 */
export const mergedLog = (known: ConversationLog | undefined, version: number): ConversationLog => {
  if (!known) return newLog(version);
  if (known.window || known.opening) return knowHead(known, version);
  return version <= known.cursor ? known : { ...knowHead(known, version), cursor: version };
};

const openWanted = (turn: Turn, id: string) => {
  if (!turn.state.toOpen.includes(id)) return;
  turn.set({ toOpen: turn.state.toOpen.filter((one) => one !== id) });
  openConversation(turn, id);
};

/** Looks again at what came before the conversation was known, or before its cursor moved. */
export const receiveWaiting = (turn: Turn, id: string) => {
  const log = turn.state.logs[id];
  if (!log) return;
  const spans = [...log.held, ...turn.state.orphans.filter((span) => span.conversationId === id)];
  if (spans.length > 0) {
    setLog(turn, id, { held: [] });
    turn.set({ orphans: turn.state.orphans.filter((span) => span.conversationId !== id) });
    for (const span of spans) receiveMessages(turn, span);
  }
  if (turn.synced) openWanted(turn, id);
};

/** Opens now, or as soon as the conversation is known. */
export const turnTo = (turn: Turn, id: string) => {
  if (turn.state.logs[id]) return openConversation(turn, id);
  if (!turn.state.toOpen.includes(id)) turn.set({ toOpen: [...turn.state.toOpen, id] });
};

export const followConversation = (turn: Turn, { id, version }: Conversation) => {
  const { logs } = turn.state;
  turn.set({ logs: { ...logs, [id]: mergedLog(logs[id], version) } });
  receiveWaiting(turn, id);
  watchHole(turn, id);
};

export const forgetConversation = (turn: Turn, id: string) => turn.set({ logs: without(turn.state.logs, id) });

/** What is loaded is of a past that is gone: it is loaded again. */
export const beginAnew = (turn: Turn) => {
  const loaded = Object.entries(turn.state.logs).flatMap(([id, { window, opening }]) =>
    window || opening ? [id] : [],
  );
  turn.set({ logs: {}, orphans: [], toOpen: [...new Set([...turn.state.toOpen, ...loaded])] });
};

/** A log for each conversation that there is now. */
export const takeOver = (turn: Turn, data: SyncData) => {
  const { conversations, logs } = turn.state;
  const versions = new Map(data.conversations.map(({ id, version }) => [id, version]));
  turn.set({
    logs: Object.fromEntries(
      Object.keys(conversations).flatMap((id) => {
        const version = versions.get(id);
        const log = version === undefined ? logs[id] : mergedLog(logs[id], version);
        return log ? [[id, log] as const] : [];
      }),
    ),
  });
};

const repairAll = (turn: Turn) => {
  const { orphans, toOpen } = turn.state;
  const waiting = new Set([...orphans.map((span) => span.conversationId), ...toOpen]);
  for (const [id, log] of Object.entries(turn.state.logs)) {
    if (log.held.length > 0 || waiting.has(id)) receiveWaiting(turn, id);
    const now = turn.state.logs[id];
    if (now && now.cursor < now.head) askChanges(turn, id);
  }
};

/** Asks for what is known to be missing. */
export const resume = (turn: Turn, isFirst: boolean) => {
  if (isFirst) resumeLoads(turn);
  repairAll(turn);
};

const forgotten = (log: ConversationLog): ConversationLog => {
  const isIdle = !log.repair && log.opening?.state !== 'asked' && !log.loadingOlder && !log.loadingNewer;
  if (isIdle && log.recorded.length === 0) return log;
  const opening = log.opening?.state === 'asked' ? { ...log.opening, state: 'waiting' as const } : log.opening;
  return { ...log, opening, repair: null, loadingOlder: false, loadingNewer: false, recorded: [] };
};

/** Whatever waited for an answer starts over on the next socket. */
export const forgetAnswers = (turn: Turn) =>
  turn.set({
    logs: Object.fromEntries(Object.entries(turn.state.logs).map(([id, log]) => [id, forgotten(log)])),
  });
