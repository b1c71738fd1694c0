import type { MessageWindow } from '../../../app/_live/messages/state.ts';
import type { LiveState } from '../../../app/_live/slices.ts';
import type { Message } from '../../../protocol/index.ts';
import { type Reading, toShown } from '../checker/facts.ts';
import type { Record as Seen } from './record.ts';

type Page = Reading & { window: MessageWindow | null; last: number };

/** What one page shows of its conversations, watched at every change of its state. */
export class ReadingLog {
  readonly #reader: string;
  readonly #pages = new Map<string, Page>();
  readonly #seen: Seen;

  constructor(reader: string, seen: Seen) {
    this.#reader = reader;
    this.#seen = seen;
  }

  /** @returns the readings of this page, in their present state */
  get readings(): Reading[] {
    return [...this.#pages.values()];
  }

  look(state: LiveState): void {
    for (const [id, { window }] of Object.entries(state.logs)) {
      if (!window || window.messages.length === 0) continue;
      const page = this.#page(id);
      if (page.window === window) continue;
      if (page.window?.messages !== window.messages) this.#show(page, window, state);
      page.window = window;
    }
  }

  /** Takes the present state as the end. */
  finish(state: LiveState): void {
    for (const [id, { window }] of Object.entries(state.logs))
      this.#page(id).final = window ? window.messages.map(toShown) : [];
  }

  #page(conversationId: string): Page {
    const known = this.#pages.get(conversationId);
    if (known) return known;
    const page: Page = {
      ...{ reader: this.#reader, conversationId, appeared: [], final: null, oddities: [], window: null, last: 0 },
    };
    this.#pages.set(conversationId, page);
    return page;
  }

  #show(page: Page, window: MessageWindow, state: LiveState): void {
    const { messages } = window;
    const first = messages[0]?.seq ?? 0;
    const isFirst = page.appeared.length === 0;
    // A window around the first unread message is left at once for the newest page; only there do messages arrive.
    if (!window.attached) return;
    const isJump = !isFirst && first > page.last + 1;
    const from = isFirst || isJump ? 0 : page.last + 1 - first;
    const fresh = messages.slice(Math.max(0, from));
    if ((messages.at(-1)?.seq ?? 0) < page.last) page.oddities.push(`went back from seq ${page.last}`);
    if (isJump) this.#seen.jumps += 1;
    this.#append(page, fresh, isJump, isFirst);
    this.#watchDoubles(page, fresh, state);
  }

  #append(page: Page, fresh: readonly Message[], isJump: boolean, isFirst: boolean): void {
    const now = Date.now();
    for (const [index, { seq, clientId, authorId, createdAt }] of fresh.entries()) {
      page.appeared.push({ seq, clientId, ...(isJump && index === 0 ? { jump: true as const } : {}) });
      page.last = seq;
      if (isFirst) continue;
      const committedAt = Date.parse(createdAt);
      const { conversationId, reader } = page;
      this.#seen.deliveries.push({ conversationId, seq, authorId, reader, committedAt, gap: now - committedAt });
    }
  }

  /** A message must not stand in the log and wait in the outbox at the same time. */
  #watchDoubles(page: Page, fresh: readonly Message[], state: LiveState): void {
    const own = new Set(fresh.flatMap(({ authorId, clientId }) => (authorId === state.me.id ? [clientId] : [])));
    if (own.size === 0) return;
    for (const { clientId } of state.outbox.entries)
      if (own.has(clientId)) page.oddities.push(`${clientId} is shown as sent and as waiting at once`);
  }
}
