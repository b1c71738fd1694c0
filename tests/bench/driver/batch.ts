import type { Message, MessagesEvent, Rejection, TicketsEvent } from '../../../protocol/index.ts';
import { feed, numberIn, readBody } from '../population.ts';
import type { Shown } from './reception.ts';

export type Versioned = Shown & { version: number };
/** Changes of one conversation, or of the ticket feed, with `after < version ≤ batch.version`. */
export type Batch = { conversation: number; after: number; version: number; messages: Versioned[] };

export const versionedMessage = ({ body, seq, version }: Message): Versioned => ({ ...readBody(body), seq, version });

export const rejectionShown = ({ title, seq, version }: Rejection): Versioned => ({ ...readBody(title), seq, version });

export const messagesBatch = ({ conversationId, after, version, messages }: MessagesEvent): Batch => ({
  conversation: numberIn(conversationId),
  after,
  version,
  messages: messages.map(versionedMessage),
});

export const ticketsBatch = ({ after, version, rejections }: TicketsEvent): Batch => ({
  conversation: feed,
  after,
  version,
  messages: rejections.map(rejectionShown),
});
