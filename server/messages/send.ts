import { failure, type Message, type Result } from '../../protocol/index.ts';
import type { Batch } from '../engine/log/batch.ts';
import { type Content, shownOf } from './content.ts';

/** One send, already parsed; the author is who the session says. */
export type Send = {
  conversationId: string;
  authorId: string;
  clientId: string;
  body: string;
  replyToId: string | null;
  /** The message that its thread hangs on, if it is in one. */
  threadId: string | null;
  content: Content | null;
};

/** What the database adds to a send. */
type Place = Pick<Message, 'id' | 'seq' | 'version' | 'createdAt'>;

/** @returns the message that a send has become */
export const newMessage = (send: Send, { id, seq, version, createdAt }: Place): Message => ({
  id,
  conversationId: send.conversationId,
  seq,
  version,
  authorId: send.authorId,
  clientId: send.clientId,
  body: send.body,
  replyToId: send.replyToId,
  ...shownOf(send.content),
  reactions: [],
  createdAt,
  editedAt: null,
  deletedAt: null,
});

/** The answer to a send that has just been stored. It knows the message's JSON text, which is in the event, too. */
export class Stored {
  readonly ok = true;
  readonly data: Message;
  readonly #json: string;

  constructor(message: Message, json: string) {
    this.data = message;
    this.#json = json;
  }

  /** This answer as the wire contract has it. */
  get json(): string {
    return `{"ok":true,"data":${this.#json}}`;
  }
}

/** What became of a batch: an answer for each send, in the order given, and what was newly committed. */
export type Committed = { results: Result<Message>[]; batches: Batch<Message>[] };

const retryAfterMs = 500;

/** The answer to a send that may be repeated with the same clientId. */
export const unavailable = () => failure('unavailable', 'the message could not be committed now', retryAfterMs);
