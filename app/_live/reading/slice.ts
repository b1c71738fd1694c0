import type { Question } from '../core/events.ts';
import type { Slice } from '../core/slice.ts';
import { without } from '../core/turn.ts';
import {
  markAnswered,
  markMovedElsewhere,
  markRead,
  receiveRead,
  repeatMarks,
  resumeMarks,
  takeOver,
} from './marks.ts';
import { mergedMarks } from './others.ts';
import { initial, type ReadingState } from './state.ts';

export type ReadingMethods = { markRead(conversationId: string, seq: number): void };

/** How far everybody has read. */
export const reading: Slice<{
  state: ReadingState;
  event: { readonly type: 'mark-read'; readonly conversationId: string; readonly seq: number };
  fact: never;
  ask: Question<'read:mark'>;
  timer: 'marks';
  methods: ReadingMethods;
}> = {
  initial,
  on: {
    'mark-read': (turn, { conversationId, seq }) => markRead(turn, conversationId, seq),
    'room:told': (turn, { conversation }) => turn.set({ readMarks: mergedMarks(turn, [conversation]) }),
    'room:gone': (turn, { conversationId }) => {
      const { readMarks, unsentMarks } = turn.state;
      turn.set({ readMarks: without(readMarks, conversationId), unsentMarks: without(unsentMarks, conversationId) });
    },
    'began-anew': (turn) => turn.set({ readMarks: {}, unsentMarks: {} }),
    synced: (turn, { data }) => takeOver(turn, data),
    resumed: (turn, { data, isFirst }) => {
      repeatMarks(turn, data);
      if (isFirst) resumeMarks(turn);
    },
    'server:read': receiveRead,
    'personal:changed': (turn, { entries }) => {
      for (const { content } of entries) if (content.read) markMovedElsewhere(turn, content.read);
    },
    'answer:read:mark': markAnswered,
    'timer:marks': resumeMarks,
  },
  methods: ({ dispatch }) => ({
    markRead: (conversationId, seq) => dispatch({ type: 'mark-read', conversationId, seq }),
  }),
};
