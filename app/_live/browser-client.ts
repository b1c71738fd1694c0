import type { Me } from '../../protocol/index.ts';
import { createLiveClient } from './client.ts';
import type { LiveClient } from './live-client.ts';
import { browserNetwork } from './network.ts';
import { indexedDbOutbox } from './outbox-storage-indexeddb.ts';
import { memoryOutbox } from './outbox-storage-memory.ts';
import { browserTabs } from './tabs-browser.ts';

const report = (error: unknown) => console.error(error);

/** The client of a page; while the page is rendered on the server it has nothing of a browser and is never started. */
export const createBrowserClient = (me: Me): LiveClient => {
  if (typeof window === 'undefined') return createLiveClient({ me, report });
  return createLiveClient({
    me,
    report,
    outbox: typeof indexedDB === 'undefined' ? memoryOutbox() : indexedDbOutbox(me.id, report),
    tabs: browserTabs(me.id, report),
    network: browserNetwork,
  });
};
