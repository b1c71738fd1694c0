import type { CloseCode, SyncData } from '../../../protocol/index.ts';
import type { Question } from '../core/events.ts';
import type { Slice } from '../core/slice.ts';
import {
  closed,
  drainDue,
  moveOn,
  network,
  notice,
  opened,
  otherPerson,
  reconnectDue,
  retryNow,
  signOut,
  start,
  stop,
} from './connection.ts';
import { type ConnectionState, initial } from './state.ts';
import { receiveSelf, recountDue, syncDue, synced } from './sync.ts';

type Events =
  | { readonly type: 'start'; readonly online: boolean }
  | { readonly type: 'stop' }
  /** Signing out by choice: nothing of the user stays on the device. */
  | { readonly type: 'leave' }
  | { readonly type: 'retry-now' }
  | { readonly type: 'wire:opened' }
  | { readonly type: 'wire:closed'; readonly code: CloseCode | null }
  | { readonly type: 'network'; readonly online: boolean };

type Facts =
  /** The page is there, and wants to be connected. */
  | { readonly type: 'started' }
  /** The socket is gone, and answers to what was asked on it never come. */
  | { readonly type: 'lost' }
  /** The database was put back to an earlier state: no cursor means anything. The answer to `sync` follows. */
  | { readonly type: 'began-anew' }
  /** The device has no network. */
  | { readonly type: 'offline' }
  /** `sync` is asked: what happens from now on may be missing in its answer. */
  | { readonly type: 'syncing' }
  /** The answer to `sync`: the whole list of everything. */
  | { readonly type: 'synced'; readonly data: SyncData }
  /** Everybody has taken over the answer. `isFirst`: on this socket. */
  | { readonly type: 'resumed'; readonly data: SyncData; readonly isFirst: boolean };

export type ConnectionMethods = {
  /** Tries at once to connect, instead of waiting for the next attempt. */
  retryNow(): void;
  /** Ends the live connection after signing out by choice, in all tabs, and removes the outbox from the device. */
  leave(): void;
};

export const connection: Slice<{
  state: ConnectionState;
  event: Events;
  fact: Facts;
  ask: Question<'sync'>;
  timer: 'reconnect' | 'drain' | 'sync' | 'recount';
  methods: ConnectionMethods;
}> = {
  initial,
  on: {
    start: (turn, { online }) => start(turn, online),
    stop,
    leave: signOut,
    'retry-now': retryNow,
    'wire:opened': opened,
    'wire:closed': (turn, { code }) => closed(turn, code),
    network: (turn, { online }) => network(turn, online),
    elsewhere: moveOn,
    tab: (turn, { news }) => {
      if (news.kind === 'left') signOut(turn);
      if (news.kind === 'person' && news.id !== turn.state.me.id) otherPerson(turn);
    },
    'server:notice': notice,
    'server:person': receiveSelf,
    'learned:profile:update': receiveSelf,
    'answer:sync': (turn, _ask, result) => {
      if (!result.ok && result.error.code === 'unauthenticated') return signOut(turn);
      if (result.ok && result.data.me.id !== turn.state.me.id) return otherPerson(turn);
      return synced(turn, result);
    },
    'timer:reconnect': reconnectDue,
    'timer:drain': drainDue,
    'timer:sync': syncDue,
    'timer:recount': recountDue,
  },
  methods: ({ dispatch }) => ({
    retryNow: () => dispatch({ type: 'retry-now' }),
    leave: () => dispatch({ type: 'leave' }),
  }),
};
