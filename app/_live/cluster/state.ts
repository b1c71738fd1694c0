import type { ClusterState as Cluster, ContractError } from '../../../protocol/index.ts';

export type ClusterView = {
  readonly now: Cluster;
  /** The latest looks, the oldest first, for the small curves. */
  readonly history: readonly Cluster[];
};

export type ClusterState = {
  /** Null until somebody has looked. */
  readonly cluster: ClusterView | null;
  readonly clusterError: ContractError | null;
  /** Somebody looks at how the installation is doing. */
  readonly watchesCluster: boolean;
};

export const initial = (): ClusterState => ({ cluster: null, clusterError: null, watchesCluster: false });
