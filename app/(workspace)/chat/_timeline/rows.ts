import type { TimelineItem } from '../../../_live/messages/timeline.ts';

const together = 5 * 60_000;

/**
 * One message and what stands around it. The day stands *after* a message, at its newer end, and the "New" line before:
 * when older messages are put above, everything that was already in sight keeps its height and its place.
 */
export type Row = {
  item: TimelineItem;
  at: number;
  /** Shows author and time; the messages that follow it within five minutes do not. */
  head: boolean;
  /** The "New" line stands above. */
  isFirstNew: boolean;
  /** The day that begins with this message, when it is the very first of the conversation. */
  dayBefore: number | null;
  /** The day that begins with the next message. */
  dayAfter: number | null;
};

type RowOptions = {
  firstNewSeq: number | null;
  hasOlder: boolean;
  /** Keys of messages that once were the oldest loaded ones; they stay heads. */
  oldest: ReadonlySet<string>;
  isSameDay: (a: number, b: number) => boolean;
};

/**
 * What to draw for each message.
 * @param items in `seq` order
 */
export const rowsOf = (items: readonly TimelineItem[], options: RowOptions): Row[] => {
  const { firstNewSeq, hasOlder, oldest, isSameDay } = options;
  const moments = items.map(({ message }) => Date.parse(message.createdAt));
  return items.map((item, place): Row => {
    const at = moments[place] ?? 0;
    const before = items[place - 1];
    const beforeAt = moments[place - 1];
    const afterAt = moments[place + 1];
    const isFirstNew = firstNewSeq !== null && item.message.seq === firstNewSeq;
    const follows =
      before !== undefined &&
      beforeAt !== undefined &&
      before.message.authorId === item.message.authorId &&
      before.message.deletedAt === null &&
      at - beforeAt < together &&
      isSameDay(beforeAt, at);
    return {
      item,
      at,
      head: !follows || isFirstNew || oldest.has(item.key) || item.message.replyToId !== null,
      isFirstNew,
      dayBefore: place === 0 && !hasOlder ? at : null,
      dayAfter: afterAt !== undefined && !isSameDay(at, afterAt) ? afterAt : null,
    };
  });
};
