import type { StoreApi } from 'zustand/vanilla';
import type { Clock } from './clock.ts';

/**
 * Waits until the state is as wanted.
 * @param patienceMs how long to wait; without it, for as long as it takes
 * @returns whether it came to be in time
 */
export const until = <T>(
  store: Pick<StoreApi<T>, 'getState' | 'subscribe'>,
  isWanted: (state: T) => boolean,
  clock?: Clock,
  patienceMs?: number,
): Promise<boolean> =>
  new Promise((resolve) => {
    if (isWanted(store.getState())) return resolve(true);
    let endWait: (() => void) | undefined;
    const settle = (outcome: boolean) => {
      unsubscribe();
      endWait?.();
      resolve(outcome);
    };
    const unsubscribe = store.subscribe((state) => isWanted(state) && settle(true));
    if (clock && patienceMs !== undefined) endWait = clock.after(patienceMs, () => settle(false));
  });
