import type { Tabs } from './tabs.ts';

const leadByLock = (name: string, begin: () => void, report: (error: unknown) => void): (() => void) => {
  const waiting = new AbortController();
  let release = () => waiting.abort();
  const hold = () =>
    new Promise<void>((resolve) => {
      release = resolve;
      begin();
    });
  navigator.locks.request(name, { signal: waiting.signal }, hold).catch((error: unknown) => {
    if (!waiting.signal.aborted) report(error);
  });
  return () => release();
};

/**
 * Tabs that share a browser profile.
 * Pages without a secure context have no locks: then each tab sends what it has, and the server sees repeats by their client id.
 */
export const browserTabs = (userId: string, report: (error: unknown) => void): Tabs => {
  const name = `switchboard-outbox-${userId}`;
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name);
  return {
    lead(begin) {
      if (navigator.locks) return leadByLock(name, begin, report);
      let waiting = true;
      queueMicrotask(() => waiting && begin());
      return () => {
        waiting = false;
      };
    },
    post: (message) => channel?.postMessage(message),
    listen(hear) {
      const listener = ({ data }: MessageEvent) => hear(data);
      channel?.addEventListener('message', listener);
      return () => channel?.removeEventListener('message', listener);
    },
  };
};
