import type { TabNews } from '../outbox/entry.ts';

/** Called when this tab begins to be the one that sends, and when another one took over; in turns. */
export type Lead = { begin(): void; end(): void };

/** The pages of one user in one browser. */
export interface Tabs {
  /**
   * Wants to be the one tab that sends: the one that is visible, or while none is, whichever was last. For a moment two
   * may lead at a time; the server sees by their client ids what it has already.
   * @returns gives the place to the next tab, or stops wanting it; `end` is then not called
   */
  lead(lead: Lead): () => void;
  /** Tells the other tabs. */
  post(news: TabNews): void;
  /** @returns stops listening */
  listen(hear: (news: TabNews) => void): () => void;
}
