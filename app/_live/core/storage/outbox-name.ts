const prefix = 'switchboard-outbox-';

/** The name of somebody's outbox: of its database, of the lock of who sends, and of the channel between tabs. */
export const outboxName = (personId: string): string => `${prefix}${personId}`;

/** @returns whose outbox bears this name; null when it is none */
export const ownerOfOutbox = (name: string): string | null =>
  name.startsWith(prefix) ? name.slice(prefix.length) : null;
