import { limits } from '../../../protocol/index.ts';

const bytesOf = (entry: object): number => Buffer.byteLength(JSON.stringify(entry));

/**
 * As many entries from the beginning as fit into a page; the first one always does.
 * @param most bytes
 * @returns the entries themselves when all of them fit
 */
export const fromStart = <Entry extends object>(entries: Entry[], most: number = limits.pageBytes): Entry[] => {
  let bytes = 0;
  const end = entries.findIndex((entry, index) => {
    bytes += bytesOf(entry);
    return index > 0 && bytes > most;
  });
  return end === -1 ? entries : entries.slice(0, end);
};

/** Like {@link fromStart}, from the end. */
export const fromEnd = <Entry extends object>(entries: Entry[]): Entry[] => fromStart(entries.toReversed()).reverse();

/** Like {@link fromStart}, around the entry at a place, on both sides by turns. */
export const fromMiddle = <Entry extends object>(entries: Entry[], middle: number): Entry[] => {
  const place = (entry: Entry) => Math.abs(entries.indexOf(entry) - middle);
  const kept = new Set(fromStart(entries.toSorted((a, b) => place(a) - place(b))));
  return kept.size === entries.length ? entries : entries.filter((entry) => kept.has(entry));
};
