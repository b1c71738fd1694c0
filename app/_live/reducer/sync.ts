import type { Result, SyncData } from '../../../protocol/index.ts';
import { limits } from '../../../protocol/limits.ts';
import type { ConversationLog } from '../model.ts';
import type { Turn } from '../turn.ts';
import { mergedInfo, mergedLog, receiveWaiting } from './conversations.ts';
import { receiveFeedHead, resumeFeed } from './feed.ts';
import { resumeLoads } from './loads.ts';
import { flushAll } from './outbox.ts';
import { forgetPeople, resumePeople } from './people.ts';
import { resumeMarks } from './reading.ts';
import { askChanges } from './repair.ts';
import { forgetLists, openWanted } from './ticket-views.ts';

const loadedCursors = (logs: Readonly<Record<string, ConversationLog>>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(logs)
      .filter(([, log]) => log.window)
      .slice(0, limits.syncCursors)
      .map(([id, log]) => [id, log.cursor]),
  );

/** Asks for the state of everything; the first thing on every new socket. */
export const sync = (turn: Turn) => {
  const { logs, feed } = turn.state;
  turn.set({ movedDuringSync: {} });
  turn.ask({ event: 'sync', payload: { cursors: loadedCursors(logs), ...(feed ? { feed: feed.cursor } : {}) } });
};

/** The answer is the whole list, but for what came or went while it was on its way. */
const takeOver = (turn: Turn, data: SyncData) => {
  const { conversations, logs, movedDuringSync, people } = turn.state;
  const told = data.conversations.filter(({ id }) => movedDuringSync[id] !== 'removed');
  const ids = new Set(told.map(({ id }) => id));
  const kept = Object.keys(movedDuringSync).filter((id) => !ids.has(id) && movedDuringSync[id] === 'added');
  turn.set({
    me: data.me,
    people: { ...people, [data.me.id]: { id: data.me.id, name: data.me.name, image: data.me.image } },
    loaded: true,
    movedDuringSync: {},
    conversations: Object.fromEntries([
      ...told.map((one) => [one.id, mergedInfo(conversations[one.id], one)] as const),
      ...kept.flatMap((id) => (conversations[id] ? [[id, conversations[id]] as const] : [])),
    ]),
    logs: Object.fromEntries([
      ...told.map((one) => [one.id, mergedLog(logs[one.id], one.version)] as const),
      ...kept.flatMap((id) => (logs[id] ? [[id, logs[id]] as const] : [])),
    ]),
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

/** The socket is complete again: first what is known to be missing, then what waits to be sent. */
const resume = (turn: Turn) => {
  turn.do({ kind: 'lead', wanted: true });
  resumeLoads(turn);
  repairAll(turn);
  resumeMarks(turn);
  resumePeople(turn);
  resumeFeed(turn);
  flushAll(turn);
};

export const synced = (turn: Turn, result: Result<SyncData>) => {
  if (!result.ok) {
    const { attempts, epoch } = turn.state.connection;
    turn.setConnection({ attempts: attempts + 1 });
    const { retryAfterMs } = result.error;
    return turn.timer('sync', String(epoch), retryAfterMs ? turn.jittered(retryAfterMs) : turn.backoff(attempts));
  }
  const first = !turn.synced;
  takeOver(turn, result.data);
  turn.setConnection({ phase: 'online', synced: true, retryAt: null, attempts: 0 });
  receiveFeedHead(turn, result.data.feed ?? null);
  if (first) return resume(turn);
  repairAll(turn);
  openWanted(turn);
};

export const recountDue = (turn: Turn, epoch: string) => {
  if (!turn.synced || String(turn.state.connection.epoch) !== epoch) return;
  turn.setConnection({ recounting: false });
  sync(turn);
};

export const syncDue = (turn: Turn, epoch: string) => {
  if (turn.state.connection.connected && String(turn.state.connection.epoch) === epoch) sync(turn);
};

const forgotten = (log: ConversationLog): ConversationLog => {
  const isIdle = !log.repair && log.opening?.state !== 'asked' && !log.loadingOlder && !log.loadingNewer;
  if (isIdle && log.recorded.length === 0) return log;
  const opening = log.opening?.state === 'asked' ? { ...log.opening, state: 'waiting' as const } : log.opening;
  return { ...log, opening, repair: null, loadingOlder: false, loadingNewer: false, recorded: [] };
};

/** Answers of a lost socket never come: whatever waited for one starts over on the next. */
export const forgetAnswers = (turn: Turn) => {
  const { logs, outbox, feed } = turn.state;
  turn.set({
    logs: Object.fromEntries(Object.entries(logs).map(([id, log]) => [id, forgotten(log)])),
    outbox: { ...outbox, leading: false, lanes: {} },
    typing: {},
    ownTyping: {},
    feed: feed && forgetLists(feed),
  });
  forgetPeople(turn);
};
