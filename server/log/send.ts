import { failure, type Message, type Result } from '../../protocol/index.ts';
import type { Batch } from './batch.ts';

/** One send, already parsed; the author is who the session says. */
export type Send = {
  conversationId: string;
  authorId: string;
  clientId: string;
  body: string;
  replyToId: string | null;
};

/** What became of a batch: an answer for each send, in the order given, and what was newly committed. */
export type Committed = { results: Result<Message>[]; batches: Batch<Message>[] };

const retryAfterMs = 500;

/** The answer to a send that may be repeated with the same clientId. */
export const unavailable = () => failure('unavailable', 'the message could not be committed now', retryAfterMs);
