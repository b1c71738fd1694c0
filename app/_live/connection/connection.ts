import type { CloseCode, closes, Notice } from '../../../protocol/index.ts';
import type { Turn } from '../core/turn.ts';
import { drop, isOver, type LastPhase, setConnection } from './state.ts';
import { sync } from './sync.ts';

/** A server that does not say how long it drains gets its clients back within this. */
const drainSpan = 5_000;

type LastingCode = { [Code in CloseCode]: (typeof closes)[Code]['comeBack'] extends false ? Code : never }[CloseCode];
// The table with its explanations is no part of what a page loads first; the type holds this to it.
const phaseAfter: Readonly<Record<LastingCode, LastPhase>> = {
  unauthenticated: 'signed_out',
  forbidden_origin: 'signed_out',
  signed_out: 'signed_out',
  // Of programs, and never of a page.
  lacks_scope: 'signed_out',
  other_person: 'other_person',
  too_old: 'outdated',
};
const isLasting = (code: CloseCode): code is LastingCode => code in phaseAfter;

const open = (turn: Turn) => {
  setConnection(turn, { phase: turn.state.loaded ? 'reconnecting' : 'connecting', retryAt: null });
  turn.do({ kind: 'open' });
};

const end = (turn: Turn, phase: LastPhase = 'signed_out') => {
  drop(turn);
  setConnection(turn, { phase, retryAt: null });
  turn.do({ kind: 'close' });
};

export const start = (turn: Turn, online: boolean) => {
  if (isOver(turn.state.connection)) return;
  turn.tell({ type: 'started' });
  if (online) open(turn);
  else setConnection(turn, { phase: 'offline' });
};

export const stop = (turn: Turn) => {
  drop(turn);
  turn.do({ kind: 'close' });
};

export const signOut = (turn: Turn) => end(turn);

/** The session is somebody else's: nothing of this page may be sent with it, and nothing of it shown here. */
export const otherPerson = (turn: Turn) => end(turn, 'other_person');

export const opened = (turn: Turn) => {
  // The server says again if it is degraded.
  setConnection(turn, { connected: true, synced: false, degraded: false });
  sync(turn);
};

export const closed = (turn: Turn, code: CloseCode | null) => {
  if (isOver(turn.state.connection)) return;
  if (code && isLasting(code)) return end(turn, phaseAfter[code]);
  drop(turn);
  if (turn.state.connection.phase === 'offline') return;
  const { attempts } = turn.state.connection;
  const delayMs = turn.backoff(attempts);
  setConnection(turn, {
    phase: turn.state.loaded ? 'reconnecting' : 'connecting',
    retryAt: turn.moment.now + delayMs,
    attempts: attempts + 1,
  });
  turn.timer('reconnect', '', delayMs);
};

export const reconnectDue = (turn: Turn) => {
  if (turn.state.connection.retryAt !== null && !turn.state.connection.connected) open(turn);
};

export const retryNow = (turn: Turn) => {
  const { retryAt, connected } = turn.state.connection;
  if (isOver(turn.state.connection) || connected || retryAt === null) return;
  open(turn);
};

export const network = (turn: Turn, online: boolean) => {
  const { phase } = turn.state.connection;
  if (isOver(turn.state.connection) || online === (phase !== 'offline')) return;
  if (online) {
    setConnection(turn, { attempts: 0 });
    return open(turn);
  }
  drop(turn);
  turn.tell({ type: 'offline' });
  setConnection(turn, { phase: 'offline', retryAt: null });
  turn.do({ kind: 'close' });
};

/** The load balancer takes the new connection to another instance. */
export const moveOn = (turn: Turn) => {
  if (!turn.state.connection.connected) return;
  drop(turn);
  turn.do({ kind: 'close' });
  open(turn);
};

export const drainDue = (turn: Turn, socket: string) => {
  if (String(turn.state.connection.socket) === socket) moveOn(turn);
};

export const notice = (turn: Turn, { kind, afterMs, reason }: Notice) => {
  if (kind === 'signed_out') return end(turn, reason === 'deactivated' ? reason : 'signed_out');
  if (kind === 'degraded') return setConnection(turn, { degraded: true });
  if (kind === 'restored') return setConnection(turn, { degraded: false });
  if (kind === 'other') return;
  const delayMs = Math.floor((afterMs ?? drainSpan) * turn.moment.random);
  turn.timer('drain', String(turn.state.connection.socket), delayMs);
};
