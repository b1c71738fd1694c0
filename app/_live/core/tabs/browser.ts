import type { TabNews } from '../outbox/entry.ts';
import { outboxSchemas } from '../outbox/schemas.ts';
import { outboxName } from '../storage/outbox-name.ts';
import type { Visibility } from '../visibility.ts';
import type { LeaderOptions } from './leader-lock.ts';
import type { Lead, Tabs } from './tabs.ts';

type Options = { userId: string; report: (error: unknown) => void; visibility: Visibility };

/** Between all pages of this browser, whoever they are for. */
const pages = 'switchboard-pages';

// A browser that forbids storage may forbid this, too.
const openChannel = (name: string, report: (error: unknown) => void): BroadcastChannel | null => {
  try {
    return new BroadcastChannel(name);
  } catch (error) {
    report(error);
    return null;
  }
};

const leadAlone = (lead: Lead): (() => void) => {
  let isWaiting = true;
  queueMicrotask(() => isWaiting && lead.begin());
  return () => {
    isWaiting = false;
  };
};

// Needed once there is a connection, and so no part of a page's first sight. Where it cannot be had, each tab sends.
const leadByLock = (options: LeaderOptions): (() => void) => {
  let isOver = false;
  let stop = () => {
    isOver = true;
  };
  import('./leader-lock.ts').then(
    (lock) => {
      if (!isOver) stop = lock.leadByLock(options);
    },
    (error: unknown) => {
      options.report(error);
      if (!isOver) stop = leadAlone(options.lead);
    },
  );
  return () => stop();
};

/**
 * Tabs that share a browser profile.
 * Pages without a secure context have no locks: then each tab sends what it has, and the server sees repeats by their client id.
 */
export const browserTabs = ({ userId, report, visibility }: Options): Tabs => {
  const name = outboxName(userId);
  let own: BroadcastChannel | null = null;
  let all: BroadcastChannel | null = null;
  const send = (channel: BroadcastChannel | null, news: TabNews) => {
    try {
      channel?.postMessage(news);
    } catch (error) {
      report(error);
    }
  };
  return {
    lead: (lead) => (navigator.locks ? leadByLock({ name, lead, visibility, report }) : leadAlone(lead)),
    post: (news) => send(own, news),
    listen(hear) {
      let isListening = true;
      const listener = async ({ data }: MessageEvent) => {
        const { TabNews } = await outboxSchemas(report);
        if (!isListening) return;
        const news = TabNews.safeParse(data);
        if (news.success) hear(news.data);
        else report(news.error);
      };
      // All wait for the same promise, so they are heard in the order in which they came.
      const onMessage = (event: MessageEvent) => void listener(event).catch(report);
      own = openChannel(name, report);
      all = openChannel(pages, report);
      const channels = [own, all];
      for (const channel of channels) channel?.addEventListener('message', onMessage);
      // Whoever is signed in now is told to the pages of whoever was before.
      send(all, { kind: 'person', id: userId });
      return () => {
        isListening = false;
        for (const channel of channels) channel?.close();
        own = null;
        all = null;
      };
    },
  };
};
