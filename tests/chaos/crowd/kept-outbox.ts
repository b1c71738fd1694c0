import type { readEntry } from '../../../app/_live/core/outbox/entry.ts';
import type { OutboxStorage } from '../../../app/_live/core/outbox/storage.ts';

/** What a browser keeps of an outbox: by client id, as text, which outlives the page and the version that wrote it. */
export type Kept = Map<string, string>;

/** @param read how the page's version makes an entry of what was stored */
export const keptOutbox = (kept: Kept, read: typeof readEntry): OutboxStorage => ({
  load: async () => [...kept].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => read(JSON.parse(text))),
  put: async (entry) => void kept.set(entry.clientId, JSON.stringify(entry)),
  remove: async (clientId) => void kept.delete(clientId),
  clear: async () => kept.clear(),
});
