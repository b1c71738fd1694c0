import { z } from 'zod';
import { limits } from './limits.ts';
import { Id, LogPosition, line, pageSize, Timestamp, text } from './primitives.ts';

export const Attachment = z.object({
  id: Id,
  name: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
  url: z.string(),
});
export const Reaction = z.object({ emoji: z.string(), userIds: z.array(Id) });

/** The current state of a message. A deleted one stays as a tombstone: `deletedAt` set, `body` empty. */
export const Message = z.object({
  id: Id,
  conversationId: Id,
  /** Its place in the conversation, for ever. */
  seq: LogPosition,
  /** The version of its latest change. */
  version: LogPosition,
  authorId: Id,
  /** The author's own id of the send: repeating it yields this message again. */
  clientId: Id,
  body: z.string(),
  replyToId: Id.nullable(),
  attachments: z.array(Attachment),
  reactions: z.array(Reaction),
  createdAt: Timestamp,
  editedAt: Timestamp.nullable(),
  deletedAt: Timestamp.nullable(),
});
export type Message = z.infer<typeof Message>;

const body = text(limits.messageBody).refine((value) => value.trim() !== '', { error: 'is empty' });

export const MessageSendPayload = z.strictObject({
  conversationId: Id,
  clientId: Id,
  body,
  replyToId: Id.optional(),
  attachmentIds: z.array(Id).max(limits.attachmentsPerMessage).optional(),
});
export type MessageSendPayload = z.infer<typeof MessageSendPayload>;

/** At most one of the three places; without any, the newest page. */
export const MessageHistoryPayload = z
  .strictObject({
    conversationId: Id,
    beforeSeq: LogPosition.optional(),
    afterSeq: LogPosition.optional(),
    aroundSeq: LogPosition.optional(),
    limit: pageSize(limits.historyPage, 50),
  })
  .refine(
    ({ beforeSeq, afterSeq, aroundSeq }) =>
      [beforeSeq, afterSeq, aroundSeq].filter((place) => place !== undefined).length <= 1,
    { error: 'give at most one of beforeSeq, afterSeq and aroundSeq' },
  );
/** `messages` in `seq` order; `version` is the conversation's head at the moment of the read. */
export const MessageHistoryData = z.object({
  messages: z.array(Message),
  version: LogPosition,
  hasOlder: z.boolean(),
  hasNewer: z.boolean(),
});

export const MessageChangesPayload = z.strictObject({
  conversationId: Id,
  afterVersion: LogPosition,
  limit: pageSize(limits.changesPage, limits.changesPage),
});
/** `messages` in `version` order. With `complete: false`, go on after the last version received. */
export const MessageChangesData = z.object({
  messages: z.array(Message),
  version: LogPosition,
  complete: z.boolean(),
});

export const MessageEditPayload = z.strictObject({ messageId: Id, body });
export const MessageDeletePayload = z.strictObject({ messageId: Id });
export const MessageReactPayload = z.strictObject({ messageId: Id, emoji: line(limits.emoji), on: z.boolean() });
export const MessageSearchPayload = z.strictObject({
  query: line(200),
  conversationId: Id.optional(),
  authorId: Id.optional(),
  before: Timestamp.optional(),
  limit: pageSize(limits.searchPage, 20),
});
export const MessageSearchData = z.object({ hits: z.array(z.object({ message: Message, excerpt: z.string() })) });

/**
 * Changes of one conversation, in version order. The event covers every change with `after < version ≤ event.version`;
 * a message changed twice in that span appears once, in its latest state.
 */
export const MessagesEvent = z.object({
  conversationId: Id,
  after: LogPosition,
  version: LogPosition,
  messages: z.array(Message),
});
export type MessagesEvent = z.infer<typeof MessagesEvent>;
