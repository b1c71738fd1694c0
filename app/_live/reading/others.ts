import type { Conversation } from '../../../protocol/index.ts';
import type { Turn } from '../core/turn.ts';
import type { ReadingState } from './state.ts';

const mostMarks = (known: Readonly<Record<string, number>>, marks: Readonly<Record<string, number>>) =>
  Object.fromEntries([
    ...Object.entries(known),
    ...Object.entries(marks).filter(([id, seq]) => seq > (known[id] ?? 0)),
  ]);

/** Others' marks, as far as they are told; one that came by itself may be further. */
export const mergedMarks = (turn: Turn, conversations: readonly Conversation[]): ReadingState['readMarks'] => {
  const known = turn.state.readMarks;
  const some = conversations.filter(({ readMarks }) => Object.keys(readMarks).length > 0);
  return {
    ...known,
    ...Object.fromEntries(some.map(({ id, readMarks }) => [id, mostMarks(known[id] ?? {}, readMarks)])),
  };
};

export const receiveOthers = (turn: Turn, id: string, userId: string, seq: number) => {
  const marks = turn.state.readMarks[id] ?? {};
  if ((marks[userId] ?? 0) >= seq) return;
  turn.set({ readMarks: { ...turn.state.readMarks, [id]: { ...marks, [userId]: seq } } });
};
