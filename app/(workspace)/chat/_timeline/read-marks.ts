import type { TimelineItem } from '../../../_live/messages/timeline.ts';

/**
 * Who has read up to which message.
 * @param marks person → `seq`
 * @returns message key → people whose mark stands there
 */
export const readersByKey = (
  items: readonly TimelineItem[],
  marks: Readonly<Record<string, number>>,
  meId: string,
): ReadonlyMap<string, string> => {
  const newest = items.findLast(({ message }) => message.seq !== null)?.message.seq ?? 0;
  const bySeq = new Map<number, string[]>();
  for (const [userId, mark] of Object.entries(marks)) {
    if (userId === meId) continue;
    const seq = Math.min(mark, newest);
    bySeq.set(seq, [...(bySeq.get(seq) ?? []), userId]);
  }
  // Joined to one string, so that a row whose readers did not change is not drawn again.
  return new Map(
    items.flatMap(({ key, message }) => {
      const readers =
        message.seq === null ? undefined : bySeq.get(message.seq)?.filter((id) => id !== message.authorId);
      return readers && readers.length > 0 ? [[key, readers.sort().join(' ')]] : [];
    }),
  );
};
