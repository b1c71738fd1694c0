import type { OutboxEntry } from './entry.ts';
import type { OutboxStorage } from './storage.ts';

/**
 * Outside browsers.
 * @param entries give the same map to two clients for two tabs, or to one after the other for a reload
 */
export const memoryOutbox = (entries: Map<string, OutboxEntry> = new Map()): OutboxStorage => ({
  async load() {
    return [...entries.values()].sort((a, b) => (a.clientId < b.clientId ? -1 : 1));
  },
  async put(entry) {
    entries.set(entry.clientId, entry);
  },
  async remove(clientId) {
    entries.delete(clientId);
  },
  async clear() {
    entries.clear();
  },
});
