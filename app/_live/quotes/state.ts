import type { Message } from '../../../protocol/index.ts';

/** A message that another one answers and that is not loaded: not asked for yet, asked for, known, or not there. */
export type Quote = {
  readonly conversationId: string;
  /** What it says by now, as far as it is known. */
  readonly message: Message | null;
  readonly state: 'wanted' | 'asked' | 'known' | 'none';
};

/** Messages that are quoted, by id. */
export type QuotesState = { readonly quotes: Readonly<Record<string, Quote>> };
