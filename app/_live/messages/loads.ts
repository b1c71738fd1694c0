import { firstLimits as limits } from '../../../protocol/first-limits.ts';
import type { AskOf } from '../core/events.ts';
import type { Turn } from '../core/turn.ts';
import { askPeople, needPeople } from '../people/people.ts';
import { setLog, type WindowPlace } from './state.ts';
import { holds } from './window.ts';

const page = limits.historyPage;

const askWindow = (turn: Turn, id: string, place: WindowPlace) => {
  const log = turn.state.logs[id];
  if (!log) return;
  if (!turn.synced) return setLog(turn, id, { opening: { place, state: 'waiting' } });
  const generation = log.generation + 1;
  setLog(turn, id, { opening: { place, state: 'asked' }, generation, loadingOlder: false, loadingNewer: false });
  const at = place.kind === 'around' ? { aroundSeq: place.seq } : {};
  turn.ask({
    event: 'message:history',
    payload: { conversationId: id, limit: page, ...at },
    part: 'window',
    generation,
    cursor: log.cursor,
  });
};

/** Replaces what is loaded by a page of `place`. What is shown stays until the page is here. */
export const loadWindow = (turn: Turn, id: string, place: WindowPlace) => {
  const opening = turn.state.logs[id]?.opening;
  if (opening?.state === 'asked' && samePlace(opening.place, place)) return;
  askWindow(turn, id, place);
};

const samePlace = (a: WindowPlace, b: WindowPlace): boolean =>
  a.kind === b.kind && (a.kind === 'newest' || (b.kind === 'around' && a.seq === b.seq));

/** Loads the same place again, because too much changed to fetch it change by change. */
export const reloadWindow = (turn: Turn, id: string) => {
  const window = turn.state.logs[id]?.window;
  const middle = window?.messages[Math.floor(window.messages.length / 2)];
  const around = window && !window.attached && middle;
  loadWindow(turn, id, around ? { kind: 'around', seq: middle.seq } : { kind: 'newest' });
};

/** Turns to a conversation: at its first unread message if there is one, else at its end. */
export const openConversation = (turn: Turn, id: string) => {
  const log = turn.state.logs[id];
  const info = turn.state.conversations[id];
  if (!log || !info) return;
  const firstUnread = info.unread > 0 ? info.readSeq + 1 : null;
  setLog(turn, id, { firstUnreadSeq: firstUnread });
  // Asked for before the messages, so that these do not come with nameless authors.
  if (turn.synced) {
    needPeople(turn, info.memberIds);
    askPeople(turn);
  }
  if (log.opening && log.opening.state !== 'failed') return;
  const shown = log.window && (firstUnread === null ? log.window.attached : holds(log.window, firstUnread));
  if (shown) return;
  // Half a page around the first unread message is newer than it: a shorter rest is reached from the end as well.
  const fromEnd = firstUnread === null || info.lastSeq - firstUnread < page / 2;
  loadWindow(turn, id, fromEnd ? { kind: 'newest' } : { kind: 'around', seq: firstUnread });
};

/** The user turned away: where the new ones began is of no use when they come back. */
export const closeConversation = (turn: Turn, id: string) => setLog(turn, id, { firstUnreadSeq: null });

export const jump = (turn: Turn, id: string, seq: number | null) => {
  const window = turn.state.logs[id]?.window;
  if (seq === null ? window?.attached : window && holds(window, seq)) return;
  loadWindow(turn, id, seq === null ? { kind: 'newest' } : { kind: 'around', seq });
};

/** What was written is shown at the end, also when the end is not loaded. */
export const showEnd = (turn: Turn, id: string) => {
  const window = turn.state.logs[id]?.window;
  if (window && !window.attached) loadWindow(turn, id, { kind: 'newest' });
};

const askPage = (turn: Turn, id: string, part: 'older' | 'newer', seq: number) => {
  const log = turn.state.logs[id];
  if (!log) return;
  const at = part === 'older' ? { beforeSeq: seq } : { afterSeq: seq };
  turn.ask({
    event: 'message:history',
    payload: { conversationId: id, limit: page, ...at },
    part,
    generation: log.generation,
    cursor: log.cursor,
  });
};

export const loadOlder = (turn: Turn, id: string) => {
  const log = turn.state.logs[id];
  const first = log?.window?.messages[0];
  if (!turn.synced || !log?.window?.hasOlder || !first || log.loadingOlder || log.opening?.state === 'asked') return;
  setLog(turn, id, { loadingOlder: true });
  askPage(turn, id, 'older', first.seq);
};

export const loadNewer = (turn: Turn, id: string) => {
  const log = turn.state.logs[id];
  const last = log?.window?.messages[log.window.messages.length - 1];
  if (!turn.synced || !log?.window || log.window.attached || !last) return;
  if (log.loadingNewer || log.opening?.state === 'asked') return;
  setLog(turn, id, { loadingNewer: true });
  askPage(turn, id, 'newer', last.seq);
};

/** After a new connection: loads that were under way, or were asked for while there was none. */
export const resumeLoads = (turn: Turn) => {
  for (const [id, log] of Object.entries(turn.state.logs)) {
    if (log.opening?.state === 'waiting') askWindow(turn, id, log.opening.place);
  }
};

/** Whether an answer belongs to the window that is loaded, or to the one that is on its way. */
export const isCurrent = (turn: Turn, ask: AskOf<'message:history'>): boolean =>
  turn.state.logs[ask.payload.conversationId]?.generation === ask.generation;
