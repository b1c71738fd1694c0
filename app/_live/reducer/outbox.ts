import type { Message } from '../../../protocol/index.ts';
import type { OutboxEntry, OutboxLane } from '../model.ts';
import type { OutboxNews } from '../outbox-entry.ts';
import { type Turn, without } from '../turn.ts';
import { loadWindow } from './loads.ts';

const mostSettled = 500;

export const idleLane: OutboxLane = { inFlight: null, attempts: 0, resting: false };

export const setLane = (turn: Turn, id: string, lane: OutboxLane): void =>
  turn.setOutbox({ lanes: { ...turn.state.outbox.lanes, [id]: lane } });

// Client ids are UUIDv7: their order is the order in which the user wrote.
const inOrder = (entries: readonly OutboxEntry[]): readonly OutboxEntry[] =>
  [...entries].sort((a, b) => (a.clientId < b.clientId ? -1 : a.clientId > b.clientId ? 1 : 0));

const upsert = (turn: Turn, entry: OutboxEntry) => {
  const { entries, settled } = turn.state.outbox;
  if (settled.includes(entry.clientId)) return;
  turn.setOutbox({ entries: inOrder([...entries.filter(({ clientId }) => clientId !== entry.clientId), entry]) });
};

export const putEntry = (turn: Turn, entry: OutboxEntry) => {
  upsert(turn, entry);
  turn.do({ kind: 'outbox:put', entry });
};

const forget = (turn: Turn, clientId: string) => {
  const { entries, settled } = turn.state.outbox;
  turn.setOutbox({
    entries: entries.filter((entry) => entry.clientId !== clientId),
    settled: [...settled, clientId].slice(-mostSettled),
  });
};

export const removeEntry = (turn: Turn, clientId: string) => {
  forget(turn, clientId);
  turn.do({ kind: 'outbox:remove', clientId });
};

/**
 * Sends what is next in a conversation. One at a time: if one were refused for now while the next one is already
 * committed, they would stand in the wrong order for ever.
 */
export const flush = (turn: Turn, id: string) => {
  const { reading, leading, entries, lanes } = turn.state.outbox;
  const lane = lanes[id] ?? idleLane;
  if (!turn.synced || reading > 0 || !leading || lane.inFlight || lane.resting) return;
  const entry = entries.find((one) => one.conversationId === id && one.status === 'pending');
  if (!entry) {
    if (lanes[id]) turn.setOutbox({ lanes: without(lanes, id) });
    return;
  }
  setLane(turn, id, { ...lane, inFlight: entry.clientId });
  const { conversationId, clientId, body, replyToId, attachmentIds } = entry;
  turn.ask({
    event: 'message:send',
    payload: {
      conversationId,
      clientId,
      body,
      ...(replyToId ? { replyToId } : {}),
      ...(attachmentIds.length > 0 ? { attachmentIds: [...attachmentIds] } : {}),
    },
  });
};

export const flushAll = (turn: Turn) => {
  for (const id of new Set(turn.state.outbox.entries.map(({ conversationId }) => conversationId))) flush(turn, id);
};

export const send = (turn: Turn, entry: OutboxEntry) => {
  putEntry(turn, entry);
  turn.set({ ownTyping: without(turn.state.ownTyping, entry.conversationId) });
  const window = turn.state.logs[entry.conversationId]?.window;
  // What was written is shown at the end, and the end is not loaded.
  if (window && !window.attached) loadWindow(turn, entry.conversationId, { kind: 'newest' });
  flush(turn, entry.conversationId);
};

export const retry = (turn: Turn, clientId: string) => {
  const entry = turn.state.outbox.entries.find((one) => one.clientId === clientId);
  if (entry?.status !== 'failed') return;
  putEntry(turn, { ...entry, status: 'pending', error: null });
  flush(turn, entry.conversationId);
};

export const discard = (turn: Turn, clientId: string) => {
  if (turn.state.outbox.entries.some((one) => one.clientId === clientId)) removeEntry(turn, clientId);
};

/** An own message in the log has left the outbox, whether or not its acknowledgement arrived. */
export const settle = (turn: Turn, messages: readonly Message[]) => {
  const { outbox, me } = turn.state;
  if (outbox.entries.length === 0) return;
  const committed = new Set(messages.filter(({ authorId }) => authorId === me.id).map(({ clientId }) => clientId));
  if (committed.size === 0) return;
  for (const entry of outbox.entries) {
    if (!committed.has(entry.clientId)) continue;
    removeEntry(turn, entry.clientId);
    const lane = turn.state.outbox.lanes[entry.conversationId];
    if (lane?.inFlight === entry.clientId) setLane(turn, entry.conversationId, { ...idleLane });
    flush(turn, entry.conversationId);
  }
};

export const laneDue = (turn: Turn, id: string) => {
  const lane = turn.state.outbox.lanes[id];
  if (!lane) return;
  setLane(turn, id, { ...lane, resting: false });
  flush(turn, id);
};

export const readStorage = (turn: Turn) => {
  turn.setOutbox({ reading: turn.state.outbox.reading + 1 });
  turn.do({ kind: 'outbox:load' });
};

/** Storage, with what this page already holds; what has left meanwhile stays gone. */
export const loaded = (turn: Turn, stored: readonly OutboxEntry[]) => {
  const { entries, settled, reading } = turn.state.outbox;
  const own = new Set(entries.map(({ clientId }) => clientId));
  const fresh = stored.filter(({ clientId }) => !own.has(clientId) && !settled.includes(clientId));
  turn.setOutbox({ reading: Math.max(0, reading - 1), entries: inOrder([...entries, ...fresh]) });
  flushAll(turn);
};

export const news = (turn: Turn, word: OutboxNews) => {
  if (word.kind === 'removed') return forget(turn, word.clientId);
  upsert(turn, word.entry);
  flush(turn, word.entry.conversationId);
};

/** The tab that begins to send reads the storage first: it may hold what this one was never told. */
export const leading = (turn: Turn, now: boolean) => {
  turn.setOutbox({ leading: now });
  if (now) readStorage(turn);
};
