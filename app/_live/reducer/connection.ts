import { closes } from '../../../protocol/closes.ts';
import type { CloseCode, Notice } from '../../../protocol/index.ts';
import type { Turn } from '../turn.ts';
import { readStorage } from './outbox.ts';
import { forgetAnswers, sync } from './sync.ts';

/** A server that does not say how long it drains gets its clients back within this. */
const drainSpan = 5_000;

const open = (turn: Turn) => {
  turn.setConnection({ phase: turn.state.loaded ? 'reconnecting' : 'connecting', retryAt: null });
  turn.do({ kind: 'open' });
};

/** Takes the socket as gone: its answers will not come, so everything that waited for one starts over with the next. */
const drop = (turn: Turn) => {
  const { epoch } = turn.state.connection;
  turn.setConnection({ connected: false, synced: false, recounting: false, epoch: epoch + 1 });
  turn.do({ kind: 'lead', wanted: false });
  forgetAnswers(turn);
};

const end = (turn: Turn) => {
  drop(turn);
  turn.setConnection({ phase: 'signed_out', retryAt: null });
  turn.do({ kind: 'close' });
};

const isOver = (turn: Turn): boolean => turn.state.connection.phase === 'signed_out';

export const start = (turn: Turn, online: boolean) => {
  if (isOver(turn)) return;
  readStorage(turn);
  if (online) open(turn);
  else turn.setConnection({ phase: 'offline' });
};

export const stop = (turn: Turn) => {
  drop(turn);
  turn.do({ kind: 'close' });
};

export const signOut = (turn: Turn) => end(turn);

export const opened = (turn: Turn) => {
  // The server says again if it is degraded.
  turn.setConnection({ connected: true, synced: false, degraded: false });
  sync(turn);
};

export const closed = (turn: Turn, code: CloseCode | null) => {
  if (isOver(turn)) return;
  drop(turn);
  if (code && !closes[code].comeBack) return end(turn);
  if (turn.state.connection.phase === 'offline') return;
  const { attempts } = turn.state.connection;
  const delayMs = turn.backoff(attempts);
  turn.setConnection({
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
  if (isOver(turn) || connected || retryAt === null) return;
  open(turn);
};

export const network = (turn: Turn, online: boolean) => {
  const { phase } = turn.state.connection;
  if (isOver(turn) || online === (phase !== 'offline')) return;
  if (online) {
    turn.setConnection({ attempts: 0 });
    return open(turn);
  }
  drop(turn);
  turn.setConnection({ phase: 'offline', retryAt: null });
  turn.do({ kind: 'close' });
};

/** The load balancer takes the new connection to another instance. */
export const drainDue = (turn: Turn, epoch: string) => {
  if (String(turn.state.connection.epoch) !== epoch || !turn.state.connection.connected) return;
  drop(turn);
  turn.do({ kind: 'close' });
  open(turn);
};

export const notice = (turn: Turn, { kind, afterMs }: Notice) => {
  if (kind === 'signed_out') return end(turn);
  if (kind === 'degraded') return turn.setConnection({ degraded: true });
  if (kind === 'restored') return turn.setConnection({ degraded: false });
  const delayMs = Math.floor((afterMs ?? drainSpan) * turn.moment.random);
  turn.timer('drain', String(turn.state.connection.epoch), delayMs);
};
