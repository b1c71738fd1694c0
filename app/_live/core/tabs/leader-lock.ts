import type { Visibility } from '../visibility.ts';
import type { Lead } from './tabs.ts';

export type LeaderOptions = { name: string; lead: Lead; visibility: Visibility; report: (error: unknown) => void };

/**
 * Leads by a lock of the browser. A tab that becomes visible takes the lock from whoever has it: one that nobody sees is
 * slowed down by the browser, and would slow down the one that is looked at.
 */
export const leadByLock = ({ name, lead, visibility, report }: LeaderOptions): (() => void) => {
  let isOver = false;
  /** Gives the lock back; null while it is not held. */
  let release: (() => void) | null = null;
  /** Calls off the request that waits. */
  let calledOff = new AbortController();

  const request = (steal: boolean): void => {
    const { signal } = calledOff;
    let mine: (() => void) | null = null;
    const hold = () =>
      new Promise<void>((resolve) => {
        if (isOver || signal.aborted) return resolve();
        mine = resolve;
        release = resolve;
        lead.begin();
      });
    const ended = (error: unknown) => {
      const wasHeld = mine !== null;
      if (wasHeld && release === mine) release = null;
      if (isOver || (signal.aborted && !wasHeld)) return;
      if (wasHeld) {
        // Another tab took it, which is visible.
        lead.end();
        return request(false);
      }
      // A browser that forbids locks: then each tab sends what it has.
      report(error);
      lead.begin();
    };
    navigator.locks.request(name, steal ? { steal } : { signal }, hold).catch(ended);
  };

  const seen = () => {
    if (isOver || release || !visibility.isVisible()) return;
    calledOff.abort();
    calledOff = new AbortController();
    request(true);
  };

  const stopWatching = visibility.listen(seen);
  request(visibility.isVisible());
  return () => {
    isOver = true;
    stopWatching();
    calledOff.abort();
    release?.();
  };
};
