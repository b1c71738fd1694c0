import type { Me } from '../../protocol/index.ts';
import type { LiveState } from './model.ts';

/** What is known before anything was asked: who the user is. */
export const initialState = (me: Me): LiveState => ({
  me,
  connection: {
    phase: 'connecting',
    retryAt: null,
    degraded: false,
    connected: false,
    synced: false,
    epoch: 0,
    attempts: 0,
    recounting: false,
  },
  loaded: false,
  conversations: {},
  logs: {},
  orphans: [],
  toOpen: [],
  movedDuringSync: {},
  outbox: { reading: 0, leading: false, entries: [], lanes: {}, settled: [] },
  people: { [me.id]: { id: me.id, name: me.name, image: me.image } },
  presence: {},
  watched: [],
  wantedPeople: [],
  askedPeople: {},
  typing: {},
  ownTyping: {},
  readMarks: {},
  unsentMarks: {},
  feed: null,
  ticketFilters: {},
});
