import type { Question } from '../core/events.ts';
import type { LateSlice } from '../core/slice.ts';
import { type ClusterState, initial } from './state.ts';

type Events = { readonly type: 'watch-cluster'; readonly on: boolean } | { readonly type: 'cluster-joined' };

export type ClusterMethods = {
  /** Keeps how the installation is doing up to date until the returned function is called. */
  watchCluster(): () => void;
};

export type ClusterShape = {
  state: ClusterState;
  event: Events;
  fact: never;
  ask: Question<'cluster:state'>;
  timer: 'cluster';
  methods: ClusterMethods;
};

/** How the installation is doing: loaded where somebody looks at it. */
export const cluster: LateSlice<ClusterShape> = {
  initial,
  on: { 'watch-cluster': (turn, { on }) => turn.set({ watchesCluster: on }) },
  methods: ({ dispatch }) => ({
    watchCluster() {
      dispatch({ type: 'watch-cluster', on: true });
      return () => dispatch({ type: 'watch-cluster', on: false });
    },
  }),
  late: {
    isWanted: ({ watchesCluster }) => watchesCluster,
    load: async () => (await import('./behaviour.ts')).behaviour,
    joined: { type: 'cluster-joined' },
  },
};
