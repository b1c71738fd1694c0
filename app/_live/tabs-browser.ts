import { outboxSchemas } from './outbox-schemas.ts';
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
    post: (news) => channel?.postMessage(news),
    listen(hear) {
      let isListening = true;
      const listener = async ({ data }: MessageEvent) => {
        const { OutboxNews } = await outboxSchemas(report);
        if (!isListening) return;
        const news = OutboxNews.safeParse(data);
        if (news.success) hear(news.data);
        else report(news.error);
      };
      // All wait for the same promise, so they are heard in the order in which they came.
      const onMessage = (event: MessageEvent) => void listener(event).catch(report);
      channel?.addEventListener('message', onMessage);
      return () => {
        isListening = false;
        channel?.removeEventListener('message', onMessage);
      };
    },
  };
};
