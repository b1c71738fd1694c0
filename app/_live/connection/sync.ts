import type { Person, Result, SyncData } from '../../../protocol/index.ts';
import type { Turn } from '../core/turn.ts';
import { known } from './known.ts';
import { drop, setConnection } from './state.ts';

const recountDelay = 1_500;

/** Asks for the state of everything; the first thing on every new socket. */
export const sync = (turn: Turn) => {
  turn.tell({ type: 'syncing' });
  setConnection(turn, { syncing: true });
  turn.ask({ event: 'sync', payload: turn.synced ? {} : known(turn.state) });
};

/** Another epoch: the database was put back, and what is known of logs is worth nothing. What was written stays. */
const beginAnew = (turn: Turn) => {
  drop(turn);
  turn.tell({ type: 'began-anew' });
  setConnection(turn, { connected: true });
};

/** Some counts cannot be told from here: the server is asked for all of them, soon and once. */
export const recount = (turn: Turn) => {
  if (!turn.synced || turn.state.connection.recounting) return;
  setConnection(turn, { recounting: true });
  turn.timer('recount', String(turn.state.connection.socket), turn.jittered(recountDelay));
};

const failed = (turn: Turn, retryAfterMs: number | undefined) => {
  const { attempts, socket } = turn.state.connection;
  setConnection(turn, { attempts: attempts + 1 });
  turn.timer('sync', String(socket), retryAfterMs ? turn.jittered(retryAfterMs) : turn.backoff(attempts));
};

/** Each slice takes over what the answer says of it; when all have, each asks for what it knows to be missing. */
export const synced = (turn: Turn, result: Result<SyncData>) => {
  setConnection(turn, { syncing: false });
  if (!result.ok) return failed(turn, result.error.retryAfterMs);
  const { data } = result;
  const { epoch = turn.state.connection.epoch } = data;
  if (epoch !== turn.state.connection.epoch && turn.state.connection.epoch !== null) beginAnew(turn);
  const isFirst = !turn.synced;
  turn.set({ me: data.me, loaded: true });
  setConnection(turn, { phase: 'online', synced: true, retryAt: null, attempts: 0, contract: data.contract, epoch });
  turn.tell({ type: 'synced', data });
  turn.tell({ type: 'resumed', data, isFirst });
};

export const recountDue = (turn: Turn, socket: string) => {
  const { connection } = turn.state;
  if (!turn.synced || String(connection.socket) !== socket) return;
  setConnection(turn, { recounting: false });
  if (connection.syncing) recount(turn);
  else sync(turn);
};

export const syncDue = (turn: Turn, socket: string) => {
  if (turn.state.connection.connected && String(turn.state.connection.socket) === socket) sync(turn);
};

/** The user has a new name or picture, or says something else about themselves. */
export const receiveSelf = (turn: Turn, person: Person) => {
  const { me } = turn.state;
  if (person.id === me.id) turn.set({ me: { ...me, ...person } });
};
