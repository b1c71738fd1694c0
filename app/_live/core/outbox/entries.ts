import type { Message } from '../../../../protocol/index.ts';
import { contractVersion } from '../../../../protocol/version.ts';
import { type Turn, without } from '../turn.ts';
import type { OutboxEntry } from './entry.ts';
import { type OutboxLane, setOutbox } from './state.ts';

const mostSettled = 500;
/** What this instance would store wrongly waits as long, in milliseconds, before another one is asked for. */
const contractPatience = 30_000;

export const idleLane: OutboxLane = { inFlight: null, attempts: 0, resting: false };

export const setLane = (turn: Turn, id: string, lane: OutboxLane): void =>
  setOutbox(turn, { lanes: { ...turn.state.outbox.lanes, [id]: lane } });

// Client ids are UUIDv7: their order is the order in which the user wrote.
const inOrder = (entries: readonly OutboxEntry[]): readonly OutboxEntry[] =>
  [...entries].sort((a, b) => (a.clientId < b.clientId ? -1 : a.clientId > b.clientId ? 1 : 0));

const upsert = (turn: Turn, entry: OutboxEntry) => {
  const { entries, settled } = turn.state.outbox;
  if (settled.includes(entry.clientId)) return;
  setOutbox(turn, { entries: inOrder([...entries.filter(({ clientId }) => clientId !== entry.clientId), entry]) });
};

export const putEntry = (turn: Turn, entry: OutboxEntry) => {
  upsert(turn, entry);
  turn.do({ kind: 'outbox:put', entry });
};

/** It left the outbox, here or in another tab. */
export const forget = (turn: Turn, clientId: string) => {
  const { entries, settled } = turn.state.outbox;
  setOutbox(turn, {
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
    if (lanes[id]) setOutbox(turn, { lanes: without(lanes, id) });
    return;
  }
  // What a newer page wrote is its own to send; what this instance would store wrongly waits for another one.
  const { since = 1 } = entry;
  if (since > contractVersion) return;
  if (since > turn.state.connection.contract) return turn.gather('contract', '', contractPatience);
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
  setOutbox(turn, { reading: turn.state.outbox.reading + 1 });
  turn.do({ kind: 'outbox:load' });
};

/** Storage, with what this page already holds; what has left meanwhile stays gone. */
export const loaded = (turn: Turn, stored: readonly OutboxEntry[]) => {
  const { entries, settled, reading } = turn.state.outbox;
  const own = new Set(entries.map(({ clientId }) => clientId));
  const fresh = stored.filter(({ clientId }) => !own.has(clientId) && !settled.includes(clientId));
  setOutbox(turn, { reading: Math.max(0, reading - 1), entries: inOrder([...entries, ...fresh]) });
  flushAll(turn);
};

/** The storage answered after all: what it held is taken in, and waits for nothing. */
export const found = (turn: Turn, stored: readonly OutboxEntry[]) => {
  setOutbox(turn, { reading: turn.state.outbox.reading + 1 });
  loaded(turn, stored);
};

/** What could not be kept while storage did not work is kept as soon as it does. */
export const kept = (turn: Turn, now: boolean) => {
  if (turn.state.outbox.kept === now) return;
  setOutbox(turn, { kept: now });
  if (now) for (const entry of turn.state.outbox.entries) turn.do({ kind: 'outbox:put', entry });
};

export const clear = (turn: Turn) => {
  setOutbox(turn, { entries: [] });
  turn.do({ kind: 'outbox:clear' });
};

/** Another tab of this user put something in. */
export const putElsewhere = (turn: Turn, entry: OutboxEntry) => {
  upsert(turn, entry);
  flush(turn, entry.conversationId);
};

const needsMore = ({ outbox, connection }: Turn['state']): boolean =>
  outbox.entries.some(
    ({ status, since = 1 }) => status === 'pending' && since > connection.contract && since <= contractVersion,
  );

/**
 * Whether something waits that only a newer page can send, and the instance is one that has such pages: it was written in
 * another tab, or before this page came from an instance of the version before. What was written after it waits behind it.
 */
export const waitsForNewerPage = ({ outbox, connection }: Turn['state']): boolean =>
  outbox.entries.some(
    ({ status, since = 1 }) => status === 'pending' && since > contractVersion && since <= connection.contract,
  );

/** What waits for an instance that stores it as it is meant does not wait for ever at one that cannot. */
export const contractDue = (turn: Turn) => {
  if (turn.synced && turn.state.outbox.leading && needsMore(turn.state)) turn.tell({ type: 'elsewhere' });
};

/** What waited for an answer on a lost socket is sent again on the next, by whoever leads then. */
export const lost = (turn: Turn) => {
  setOutbox(turn, { leading: false, lanes: {} });
  turn.do({ kind: 'lead', wanted: false });
};

/** The socket is complete again: what waits is sent. */
export const resume = (turn: Turn) => {
  turn.do({ kind: 'lead', wanted: true });
  flushAll(turn);
};

/** The tab that begins to send reads the storage first: it may hold what this one was never told. */
export const leading = (turn: Turn, now: boolean) => {
  setOutbox(turn, { leading: now });
  if (now) readStorage(turn);
};
