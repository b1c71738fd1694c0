import { forgetText, keepText, keptText, onKeptElsewhere } from '../../../_live/core/storage/texts.ts';
import type { Written } from '../_message-text/written.ts';
import { parseDraft } from './stored-draft.ts';

/** What is being written, under names: the same for all parts of the page, and kept by the browser with every change. */
export type DraftShelf = {
  /** @returns the same object until it changes; null when nothing is being written under this name */
  get(name: string): Written | null;
  put(name: string, draft: Written): void;
  remove(name: string): void;
  /** @returns stops listening */
  listen(changed: () => void): () => void;
};

/**
 * @param isWrittenHere whether somebody may be typing in this tab; only then is it right, and not what another tab kept
 */
export const createDraftShelf = (isWrittenHere: () => boolean = () => document.hasFocus()): DraftShelf => {
  const read = new Map<string, Written | null>();
  const ears = new Set<() => void>();
  const tell = () => {
    for (const ear of ears) ear();
  };
  const keptElsewhere = (name: string | null) => {
    if (isWrittenHere()) return;
    if (name === null) read.clear();
    else read.delete(name);
    tell();
  };
  let stop = () => {};
  return {
    get(name) {
      const known = read.get(name);
      if (known !== undefined) return known;
      const stored = keptText(name);
      // Most messages are never edited: what is not there is not remembered for each of them.
      if (stored === null) return null;
      const draft = parseDraft(stored);
      read.set(name, draft);
      return draft;
    },
    put(name, draft) {
      read.set(name, draft);
      keepText(name, JSON.stringify(draft));
      tell();
    },
    remove(name) {
      read.set(name, null);
      forgetText(name);
      tell();
    },
    listen(changed) {
      if (ears.size === 0) stop = onKeptElsewhere(keptElsewhere);
      ears.add(changed);
      return () => {
        ears.delete(changed);
        if (ears.size === 0) stop();
      };
    },
  };
};

/** The one of this page. */
export const draftShelf = createDraftShelf();
