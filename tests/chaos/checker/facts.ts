import type { SendOptions } from '../../../app/_live/core/outbox/methods.ts';
import type { Message } from '../../../protocol/index.ts';

/** What an author was told: this send is committed, at this place. */
export type Acknowledgement = {
  authorId: string;
  conversationId: string;
  clientId: string;
  seq: number;
  at: number;
};

/** What was sent: in the order in which the user wrote it. */
export type Written = {
  authorId: string;
  conversationId: string;
  clientId: string;
  at: number;
  /** What it carried besides its text. */
  options?: SendOptions;
};

/** The part of a message that everybody must agree on. */
export type Shown = Pick<Message, 'seq' | 'clientId' | 'authorId' | 'body'> & {
  version: number;
  deleted: boolean;
  reactions: string;
};

/** What one page showed of one conversation, from its opening on. */
export type Reading = {
  reader: string;
  conversationId: string;
  /** In the order of appearance. `jump`: a page further on was loaded in its place, with what is between above it. */
  appeared: { seq: number; clientId: string; jump?: true }[];
  /** Everything that can be scrolled to in the end; null for a page that was closed before. */
  final: Shown[] | null;
  /** What the page itself found wrong while it watched. */
  oddities: string[];
};

/** How far somebody has read a conversation. */
export type Mark = { userId: string; conversationId: string; readTurn: number; readSeq: number };
/** What one of their devices shows in the end. */
export type ShownMark = Mark & { device: string; unread: number };

export type Stored = Shown & { conversationId: string };
/** Of a conversation; or of what is one person's own, by their id. */
export type Head = { conversationId: string; lastSeq: number; lastVersion: number };

/** Everything that is judged. Nothing in it comes from the product but what was observed of it. */
export type Facts = {
  written: Written[];
  acknowledged: Acknowledgement[];
  /** In `seq` order per conversation. */
  stored: Stored[];
  heads: Head[];
  readings: Reading[];
  marks: Mark[];
  shownMarks: ShownMark[];
};

/** Comparable form of the reactions of a message. */
export const reactionsText = (reactions: Message['reactions']): string =>
  reactions
    .map(({ emoji, userIds }) => `${emoji}:${[...userIds].sort().join(',')}`)
    .sort()
    .join(' ');

export const toShown = (message: Message): Shown => ({
  seq: message.seq,
  clientId: message.clientId,
  authorId: message.authorId,
  body: message.body,
  version: message.version,
  deleted: message.deletedAt !== null,
  reactions: reactionsText(message.reactions),
});
