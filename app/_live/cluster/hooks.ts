'use client';

import { useEffect } from 'react';
import type { ContractError } from '../../../protocol/index.ts';
import { useLive, useLiveState } from '../core/hooks.ts';
import type { ClusterView } from './state.ts';

/** How the installation is doing, kept up to date while mounted; null until it is known. */
export const useCluster = (): { view: ClusterView | null; error: ContractError | null } => {
  const live = useLive();
  useEffect(() => live.watchCluster(), [live]);
  return { view: useLiveState(({ cluster }) => cluster), error: useLiveState(({ clusterError }) => clusterError) };
};
