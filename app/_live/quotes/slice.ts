import type { Question } from '../core/events.ts';
import type { Slice } from '../core/slice.ts';
import {
  askQuotes,
  beginAnew,
  changeQuotes,
  doubtQuotes,
  forgetQuoteAnswers,
  needQuote,
  quoteAnswered,
  removeQuotes,
} from './quotes.ts';
import type { QuotesState } from './state.ts';

export type QuotesMethods = {
  /** Asks for a message that another one answers, and keeps it up to date. */
  needQuote(conversationId: string, messageId: string): void;
};

export const quotes: Slice<{
  state: QuotesState;
  event: { readonly type: 'need-quote'; readonly conversationId: string; readonly messageId: string };
  fact: never;
  ask: Question<'message:locate'>;
  timer: 'quotes';
  methods: QuotesMethods;
}> = {
  initial: () => ({ quotes: {} }),
  on: {
    'need-quote': (turn, { conversationId, messageId }) => needQuote(turn, conversationId, messageId),
    'messages:changed': (turn, { messages }) => changeQuotes(turn, messages),
    'messages:skipped': (turn, { conversationId }) => doubtQuotes(turn, conversationId),
    'room:gone': (turn, { conversationId }) => removeQuotes(turn, conversationId),
    resumed: (turn, { isFirst }) => isFirst && askQuotes(turn),
    lost: forgetQuoteAnswers,
    'began-anew': beginAnew,
    'answer:message:locate': quoteAnswered,
    'timer:quotes': askQuotes,
  },
  methods: ({ dispatch }) => ({
    needQuote: (conversationId, messageId) => dispatch({ type: 'need-quote', conversationId, messageId }),
  }),
};
