import type { Me } from '../../../protocol/index.ts';
import type { Turn } from '../core/turn.ts';

/**
 * `connecting`: first connection of this page · `online`: connected and synced · `reconnecting`: was online, trying again
 * · `offline`: the device has no network · `signed_out`: the session ended, nothing is tried any more
 * · `other_person`: somebody else is signed in now; the page shows and sends nothing more, and is to be loaded anew.
 * · `deactivated`: so was the account, and with it the session ended
 * · `outdated`: no instance speaks with this page any more; what is written is kept until it has loaded itself anew.
 */
export type LastPhase = 'signed_out' | 'deactivated' | 'other_person' | 'outdated';
export type Phase = 'connecting' | 'online' | 'reconnecting' | 'offline' | LastPhase;

export type Connection = {
  readonly phase: Phase;
  /** When the next attempt is made, in milliseconds since the epoch. */
  readonly retryAt: number | null;
  /** The server works without Redis: others may see messages up to two seconds later. */
  readonly degraded: boolean;
  readonly connected: boolean;
  /** `sync` was answered on this socket; nothing else is asked by itself before. */
  readonly synced: boolean;
  /** Numbers the sockets of this client, so that answers of an earlier one can be told apart. */
  readonly socket: number;
  /** Failed attempts in a row. */
  readonly attempts: number;
  /** Counts that cannot be told from here will be asked for in a moment. */
  readonly recounting: boolean;
  /** `sync` was asked and is not answered yet. Never two: an older answer could undo what a newer one said. */
  readonly syncing: boolean;
  /** The contract of the instance that `sync` was last answered by. */
  readonly contract: number;
  /** What all cursors belong to; null while no instance has said it. */
  readonly epoch: string | null;
};

export type ConnectionState = {
  readonly me: Me;
  readonly connection: Connection;
  /** The first `sync` was answered: the list of conversations is complete. */
  readonly loaded: boolean;
};

export const initial = (me: Me): ConnectionState => ({
  me,
  connection: {
    phase: 'connecting',
    retryAt: null,
    degraded: false,
    connected: false,
    synced: false,
    socket: 0,
    attempts: 0,
    recounting: false,
    syncing: false,
    contract: 1,
    epoch: null,
  },
  loaded: false,
});

/** For questions about cursors: in which epoch they are. */
export const epochOf = ({ state }: Turn): { epoch?: string } => {
  const { epoch } = state.connection;
  return epoch === null ? {} : { epoch };
};

export const setConnection = (turn: Turn, patch: Partial<Connection>): void =>
  turn.set({ connection: { ...turn.state.connection, ...patch } });

/** Takes the socket as gone: its answers will not come, so everything that waited for one starts over with the next. */
export const drop = (turn: Turn) => {
  const { socket } = turn.state.connection;
  setConnection(turn, { connected: false, synced: false, recounting: false, syncing: false, socket: socket + 1 });
  turn.tell({ type: 'lost' });
};

/** Nothing is tried any more, and nothing sent. */
export const isOver = ({ phase }: Connection): boolean =>
  ['signed_out', 'deactivated', 'other_person', 'outdated'].includes(phase);
