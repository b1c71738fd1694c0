import type { ClusterState, Result } from '../../../protocol/index.ts';
import type { Behaviour } from '../core/slice.ts';
import type { Turn } from '../core/turn.ts';
import type { ClusterShape } from './slice.ts';

/** Looks that are kept for the curves: one a second makes a minute or two. */
const mostKept = 90;
/** Milliseconds after which it is asked for anyway: what is told may get lost. */
const renewal = 10_000;

const ask = (turn: Turn, watch: boolean) => {
  if (turn.synced) turn.ask({ event: 'cluster:state', payload: { watch } });
};

const take = (turn: Turn, now: ClusterState) => {
  if (!turn.state.watchesCluster) return;
  const history = turn.state.cluster?.history ?? [];
  const last = history.at(-1);
  // An answer and what is told may overtake each other; the clock of another instance says nothing about that.
  if (last?.by === now.by && last.at >= now.at) return;
  turn.set({ cluster: { now, history: [...history, now].slice(-mostKept) }, clusterError: null });
};

const watch = (turn: Turn, on: boolean) => {
  turn.set({ watchesCluster: on, ...(on ? {} : { cluster: null, clusterError: null }) });
  ask(turn, on);
};

const askAgain = (turn: Turn) => {
  if (turn.state.watchesCluster) ask(turn, true);
};

const answered = (turn: Turn, result: Result<ClusterState>) => {
  if (!turn.state.watchesCluster) return;
  if (result.ok) take(turn, result.data);
  else turn.set({ clusterError: result.error });
  turn.timer('cluster', '', result.ok ? renewal : turn.jittered(result.error.retryAfterMs ?? 2_000));
};

export const behaviour: Behaviour<ClusterShape> = {
  on: {
    'cluster-joined': askAgain,
    'watch-cluster': (turn, { on }) => watch(turn, on),
    resumed: (turn, { isFirst }) => isFirst && askAgain(turn),
    'server:cluster': take,
    'answer:cluster:state': (turn, _ask, result) => answered(turn, result),
    'timer:cluster': askAgain,
  },
};
