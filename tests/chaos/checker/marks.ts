import type { Violation } from './check.ts';
import type { Facts, Mark, ShownMark, Stored } from './facts.ts';

const keyOf = ({ userId, conversationId }: Mark) => `${userId} ${conversationId}`;

/** What every device shows as read, against the database; and what it shows as unread, counted once more here. */
export const checkMarks = ({ marks, shownMarks, stored }: Facts): Violation[] => {
  const kept = new Map(marks.map((mark) => [keyOf(mark), mark]));
  const byConversation = Map.groupBy(stored, ({ conversationId }) => conversationId);
  return shownMarks.flatMap((shown) => {
    const rows = byConversation.get(shown.conversationId) ?? [];
    const where = `${shown.device} in ${shown.conversationId}`;
    return [...place(where, shown, kept.get(keyOf(shown)), rows), ...count(where, shown, rows)];
  });
};

const place = (where: string, shown: ShownMark, kept: Mark | undefined, rows: Stored[]): Violation[] => {
  const { readTurn, readSeq } = shown;
  const isThere = kept?.readTurn === readTurn && kept.readSeq === readSeq;
  // A mark that follows a send is stored a moment later, and lost with its instance: every device that sees the message knows.
  const isOwn = (seq: number) => rows.some((row) => row.seq === seq && row.authorId === shown.userId);
  if (isThere || (kept?.readTurn === readTurn && kept.readSeq < readSeq && isOwn(readSeq))) return [];
  const told = kept ? `${kept.readSeq} in turn ${kept.readTurn}` : 'nowhere';
  return [{ kind: 'other', text: `${where}: the mark is shown at ${readSeq} in turn ${readTurn} and is ${told}` }];
};

const count = (where: string, { userId, readSeq, unread }: ShownMark, rows: Stored[]): Violation[] => {
  const counted = rows.filter(({ seq, authorId, deleted }) => seq > readSeq && authorId !== userId && !deleted).length;
  return counted === unread ? [] : [{ kind: 'other', text: `${where}: ${unread} are shown as unread, of ${counted}` }];
};
