import type { OutboxEntry } from './outbox-entry.ts';

/** Where messages wait that were not acknowledged yet; one for each user. Calls take effect in the order they are made. */
export interface OutboxStorage {
  /** In the order of their client ids. What cannot be read (any more) is left out. */
  load(): Promise<OutboxEntry[]>;
  /** Adds an entry, or replaces the one with the same client id. */
  put(entry: OutboxEntry): Promise<void>;
  /** Removing what is not there changes nothing. */
  remove(clientId: string): Promise<void>;
}
