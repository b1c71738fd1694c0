import type { OutboxNews } from './outbox-entry.ts';

/** The pages of one user in one browser. */
export interface Tabs {
  /**
   * Waits to be the only tab that sends.
   * @param begin called once it is
   * @returns gives the place to the next tab, or stops waiting for it
   */
  lead(begin: () => void): () => void;
  /** Tells the other tabs. */
  post(news: OutboxNews): void;
  /** @returns stops listening */
  listen(hear: (news: OutboxNews) => void): () => void;
}
