import { type IDBPDatabase, openDB } from 'idb';
import { outboxSchemas } from './outbox-schemas.ts';
import type { OutboxStorage } from './outbox-storage.ts';

const store = 'entries';

const open = (userId: string): Promise<IDBPDatabase> =>
  openDB(`switchboard-outbox-${userId}`, 1, {
    upgrade: (database) => {
      database.createObjectStore(store, { keyPath: 'clientId' });
    },
  });

/** Survives reload, closing the tab and the browser. Each user of this browser has an outbox of their own. */
export const indexedDbOutbox = (userId: string, report: (error: unknown) => void): OutboxStorage => {
  let opened: Promise<IDBPDatabase> | null = null;
  const database = () => {
    opened ??= open(userId).catch((error: unknown) => {
      // The next call tries again: storage may come back, for example when a private window is allowed to store.
      opened = null;
      throw error;
    });
    return opened;
  };

  return {
    async load() {
      const stored: unknown[] = await (await database()).getAll(store);
      const { OutboxEntry } = await outboxSchemas(report);
      return stored.flatMap((one) => {
        const entry = OutboxEntry.safeParse(one);
        return entry.success ? [entry.data] : [];
      });
    },
    async put(entry) {
      await (await database()).put(store, entry);
    },
    async remove(clientId) {
      await (await database()).delete(store, clientId);
    },
  };
};
