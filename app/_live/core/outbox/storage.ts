import type { OutboxEntry } from './entry.ts';

/**
 * Where messages wait that were not acknowledged yet; one for each user. Calls take effect in the order they are made.
 * A call may fail, or never be answered: sending does not depend on it.
 */
export interface OutboxStorage {
  /** In the order of their client ids. What another version of the page wrote, and cannot be read, has failed, with its text. */
  load(): Promise<OutboxEntry[]>;
  /** Adds an entry, or replaces the one with the same client id. */
  put(entry: OutboxEntry): Promise<void>;
  /** Removing what is not there changes nothing. */
  remove(clientId: string): Promise<void>;
  /** Removes everything of this user. */
  clear(): Promise<void>;
}
