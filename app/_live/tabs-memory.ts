import type { OutboxNews } from './outbox-entry.ts';
import type { Tabs } from './tabs.ts';

/** One browser: each call is one of its tabs. */
export const memoryBrowser = (): (() => Tabs) => {
  const waiting: { begin: () => void }[] = [];
  const ears = new Set<{ hear: (news: OutboxNews) => void }>();

  const leadNext = () => {
    const next = waiting[0];
    // Like a real lock, it is granted later, never within the call that asks.
    if (next) queueMicrotask(() => waiting[0] === next && next.begin());
  };

  return () => {
    const own = new Set<{ hear: (news: OutboxNews) => void }>();
    return {
      lead(begin) {
        const place = { begin };
        waiting.push(place);
        if (waiting[0] === place) leadNext();
        return () => {
          const at = waiting.indexOf(place);
          if (at === -1) return;
          waiting.splice(at, 1);
          if (at === 0) leadNext();
        };
      },
      post(news) {
        const copy = structuredClone(news);
        for (const ear of ears) {
          if (!own.has(ear)) queueMicrotask(() => ears.has(ear) && ear.hear(copy));
        }
      },
      listen(hear) {
        const ear = { hear };
        ears.add(ear);
        own.add(ear);
        return () => {
          ears.delete(ear);
          own.delete(ear);
        };
      },
    };
  };
};
