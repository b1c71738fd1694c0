'use client';

import { useNow } from '../../_ui/moments.ts';
import { useLiveState } from '../core/hooks.ts';

/** The moment until which the user does not want to be disturbed; null when they may be. */
export const useDoNotDisturb = (): number | null => {
  const until = useLiveState((state) => state.doNotDisturbUntil);
  const now = useNow('minute');
  const moment = until === null ? 0 : Date.parse(until);
  return now !== 0 && moment > now ? moment : null;
};
