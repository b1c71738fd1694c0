import type { Question } from '../core/events.ts';
import type { Slice } from '../core/slice.ts';
import { without } from '../core/turn.ts';
import { expireTyping, receiveTyping, stopTyping, typeIn, typingOffDue } from './typing.ts';

type State = {
  /** conversation → person → when the mark expires */
  readonly typing: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** conversation → when the others were last told that the user is typing */
  readonly ownTyping: Readonly<Record<string, number>>;
};

export type TypingMethods = {
  /** Tells the others that the user is typing; ends by itself. */
  typing(conversationId: string): void;
};

export const typing: Slice<{
  state: State;
  event: { readonly type: 'type'; readonly conversationId: string };
  fact: never;
  ask: Question<'typing'>;
  timer: 'typing' | 'typing-off';
  methods: TypingMethods;
}> = {
  initial: () => ({ typing: {}, ownTyping: {} }),
  on: {
    type: (turn, { conversationId }) => typeIn(turn, conversationId),
    send: (turn, { entry }) => turn.set({ ownTyping: without(turn.state.ownTyping, entry.conversationId) }),
    lost: (turn) => turn.set({ typing: {}, ownTyping: {} }),
    'room:gone': (turn, { conversationId }) => turn.set({ typing: without(turn.state.typing, conversationId) }),
    'server:typing': (turn, { conversationId, userId, typing }) => receiveTyping(turn, conversationId, userId, typing),
    'server:messages': (turn, { conversationId, messages }) => stopTyping(turn, conversationId, messages),
    // A typing mark that did not get through is not worth another try.
    'answer:typing': () => undefined,
    'timer:typing': expireTyping,
    'timer:typing-off': typingOffDue,
  },
  methods: ({ dispatch }) => ({ typing: (conversationId) => dispatch({ type: 'type', conversationId }) }),
};
