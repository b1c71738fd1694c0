'use client';

import { useEffect, useMemo } from 'react';
import type { PresenceState } from '../../../protocol/index.ts';
import { useLive, useLiveState, useStableIds } from '../core/hooks.ts';

/** Follows these people's presence while mounted; who is missing is not known (any more): not yet, or without a connection. */
export const usePresence = (userIds: readonly string[]): Readonly<Record<string, PresenceState>> => {
  const live = useLive();
  const wanted = useStableIds(userIds);
  const presence = useLiveState((state) => state.presence);
  useEffect(() => live.watchPresence(wanted), [live, wanted]);
  return useMemo(
    () =>
      Object.fromEntries(
        wanted.flatMap((id) => {
          const state = presence[id];
          return state ? [[id, state]] : [];
        }),
      ),
    [wanted, presence],
  );
};
