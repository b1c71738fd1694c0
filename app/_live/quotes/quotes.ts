import type { Message, Result } from '../../../protocol/index.ts';
import { isRetryable } from '../../../protocol/result.ts';
import type { AskOf } from '../core/events.ts';
import type { Turn } from '../core/turn.ts';
import type { Quote } from './state.ts';

/** Of more than these the ones asked for longest ago are forgotten, and asked for again when they are looked at. */
const mostQuotes = 500;
/** Quotes wanted by the rows of one rendering are asked for together. */
const gatherDelay = 20;

const setQuote = (turn: Turn, messageId: string, patch: Partial<Quote>) => {
  const known = turn.state.quotes[messageId];
  if (known) turn.set({ quotes: { ...turn.state.quotes, [messageId]: { ...known, ...patch } } });
};

/** A message that another one answers is looked at, and is not among those that are loaded. */
export const needQuote = (turn: Turn, conversationId: string, messageId: string) => {
  const { quotes } = turn.state;
  if (quotes[messageId]) return;
  const fresh: Quote = { conversationId, message: null, state: 'wanted' };
  turn.set({ quotes: Object.fromEntries([...Object.entries(quotes).slice(1 - mostQuotes), [messageId, fresh]]) });
  turn.gather('quotes', '', gatherDelay);
};

export const askQuotes = (turn: Turn) => {
  if (!turn.synced) return;
  for (const [messageId, { conversationId, state }] of Object.entries(turn.state.quotes)) {
    if (state !== 'wanted') continue;
    setQuote(turn, messageId, { state: 'asked' });
    turn.ask({ event: 'message:locate', payload: { conversationId, messageId } });
  }
};

const newer = (known: Message | null, told: Message): Message =>
  known !== null && known.version >= told.version ? known : told;

export const quoteAnswered = (turn: Turn, { payload }: AskOf<'message:locate'>, result: Result<Message>) => {
  const { messageId } = payload;
  const known = turn.state.quotes[messageId];
  if (!known) return;
  if (result.ok) return setQuote(turn, messageId, { state: 'known', message: newer(known.message, result.data) });
  if (!isRetryable(result.error)) return setQuote(turn, messageId, { state: 'none' });
  setQuote(turn, messageId, { state: 'wanted' });
  turn.timer('quotes', '', turn.jittered(result.error.retryAfterMs ?? 1_000));
};

/** What is quoted changes with the log, also while the answer is awaited, which may be older. */
export const changeQuotes = (turn: Turn, messages: readonly Message[]) => {
  for (const message of messages) {
    const known = turn.state.quotes[message.id];
    if (known) setQuote(turn, message.id, { message: newer(known.message, message) });
  }
};

const again = (turn: Turn, isMeant: (quote: Quote) => boolean) => {
  const entries = Object.entries(turn.state.quotes);
  if (!entries.some(([, quote]) => isMeant(quote))) return;
  turn.set({
    quotes: Object.fromEntries(
      entries.map(([id, quote]) => [id, isMeant(quote) ? { ...quote, state: 'wanted' as const } : quote]),
    ),
  });
};

/** The log was taken up to its end without its changes: what they did to the quotes is asked for. */
export const doubtQuotes = (turn: Turn, conversationId: string) => {
  again(turn, (quote) => quote.conversationId === conversationId && quote.state === 'known');
  turn.gather('quotes', '', gatherDelay);
};

/** What was known is of a past that is gone. */
export const beginAnew = (turn: Turn) => {
  const wanted = ([id, quote]: [string, Quote]) => [id, { ...quote, message: null, state: 'wanted' as const }];
  turn.set({ quotes: Object.fromEntries(Object.entries(turn.state.quotes).map(wanted)) });
};

/** Answers of a lost socket never come. */
export const forgetQuoteAnswers = (turn: Turn) => again(turn, ({ state }) => state === 'asked');

export const removeQuotes = (turn: Turn, conversationId: string) => {
  const entries = Object.entries(turn.state.quotes);
  const others = entries.filter(([, quote]) => quote.conversationId !== conversationId);
  if (others.length < entries.length) turn.set({ quotes: Object.fromEntries(others) });
};
