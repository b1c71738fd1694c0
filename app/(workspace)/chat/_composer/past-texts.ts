import type { Written } from '../_message-text/written.ts';

const most = 200;

/**
 * What a field held before, by its text. Undo and redo bring back texts, and know nothing of the people named in them.
 */
export class PastTexts {
  readonly #past = new Map<string, Written>();

  remember(written: Written): void {
    this.#past.delete(written.text);
    this.#past.set(written.text, written);
    const [oldest] = this.#past.keys();
    if (this.#past.size > most && oldest !== undefined) this.#past.delete(oldest);
  }

  /** @returns what was written when the field last held this text */
  recall(text: string): Written | undefined {
    return this.#past.get(text);
  }

  clear(): void {
    this.#past.clear();
  }
}
