import { type DraftShelf, draftShelf } from '../_composer/draft-shelf.ts';
import type { Written } from '../_message-text/written.ts';

/** An editor in which nothing was changed yet. */
export type Edit = Written | 'untouched';

/**
 * Messages that are being edited, under names. What was changed is a draft, and survives whatever becomes of the row:
 * new messages, scrolling it out of sight, another conversation, a reload. An editor that was only opened does not.
 */
export class Edits {
  readonly #shelf: DraftShelf;
  readonly #untouched = new Set<string>();
  readonly #ears = new Set<() => void>();
  #wanted: string | null = null;

  constructor(shelf: DraftShelf) {
    this.#shelf = shelf;
  }

  /** @returns null when the message is not being edited */
  readonly get = (name: string): Edit | null =>
    this.#shelf.get(name) ?? (this.#untouched.has(name) ? 'untouched' : null);

  /** The edit that is to come into sight and take the focus. */
  readonly wanted = (): string | null => this.#wanted;

  open(name: string): void {
    if (this.#shelf.get(name) === null) this.#untouched.add(name);
    this.#wanted = name;
    this.#tell();
  }

  /** It has the focus now; scrolled out and back it does not take it from anything else. */
  focused(): void {
    this.#wanted = null;
    this.#tell();
  }

  write(name: string, draft: Written): void {
    this.#untouched.delete(name);
    this.#shelf.put(name, draft);
  }

  /** Saved, or given up. */
  close(name: string): void {
    this.#untouched.delete(name);
    if (this.#wanted === name) this.#wanted = null;
    this.#shelf.remove(name);
    this.#tell();
  }

  /** @returns stops listening */
  readonly listen = (changed: () => void): (() => void) => {
    this.#ears.add(changed);
    const stop = this.#shelf.listen(changed);
    return () => {
      this.#ears.delete(changed);
      stop();
    };
  };

  #tell(): void {
    for (const ear of this.#ears) ear();
  }
}

/** Those of this page. */
export const edits = new Edits(draftShelf);
