import { z } from 'zod';
import { defineEvent, defineServerEvent } from './define.ts';
import { asEmoji, isEmoji } from './emoji.ts';
import { limits } from './limits.ts';
import { Id, LogPosition, line, pageSize, Timestamp, text } from './primitives.ts';
import { isVisible } from './visible.ts';

export const Attachment = z.object({
  id: Id,
  name: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
  url: z.string(),
});
/** `count` is there when there are more people than `userIds` names; the reader, when asking, is always named. */
export const Reaction = z.object({
  emoji: z.string(),
  userIds: z.array(Id),
  count: z.int().positive().optional(),
});
export type Reaction = z.infer<typeof Reaction>;

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

/** Stored as it was typed; one in which nothing can be seen is no message. */
export const MessageBody = text(limits.messageBody).refine(isVisible, { error: 'is empty' });

export const MessageSendPayload = z.object({
  conversationId: Id,
  clientId: Id,
  body: MessageBody,
  replyToId: Id.optional(),
  attachmentIds: z.array(Id).max(limits.attachmentsPerMessage).optional(),
});
export type MessageSendPayload = z.infer<typeof MessageSendPayload>;

/** At most one of the three places; without any, the newest page. */
export const MessageHistoryPayload = z
  .object({
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

/** One message of a conversation: what it says by now, and by its `seq` where it stands. */
export const MessageLocatePayload = z.object({ conversationId: Id, messageId: Id });

export const MessageChangesPayload = z.object({
  conversationId: Id,
  afterVersion: LogPosition,
  /** In which the caller has seen `afterVersion`: if the log is not that far, the database was put back. */
  epoch: Id.optional(),
  limit: pageSize(limits.changesPage, limits.changesPage),
});
/** `messages` in `version` order. With `complete: false`, go on after the last version received. */
export const MessageChangesData = z.object({
  messages: z.array(Message),
  version: LogPosition,
  complete: z.boolean(),
});

export const MessageEditPayload = z.object({ messageId: Id, body: MessageBody });
export const MessageDeletePayload = z.object({ messageId: Id });
/** One emoji. What was stored before only emoji were taken can still be taken back. */
export const MessageReactPayload = z
  .object({ messageId: Id, emoji: line(limits.emoji).overwrite(asEmoji), on: z.boolean() })
  .refine(({ emoji, on }) => !on || isEmoji(emoji), { path: ['emoji'], error: 'is not one emoji' });
export const MessageSearchPayload = z.object({
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

/** What a client may ask of messages. */
export const messageEvents = {
  'message:send': defineEvent({
    access: 'member',
    budget: 'send',
    payload: MessageSendPayload,
    data: Message,
    says: 'Sends a message. Choose a `clientId` (a UUID) once per message and use the same one for every repeat: it is stored once, and every repeat is answered alike. Mention somebody with `<@their-id>`. Attachments are not built yet: any `attachmentIds` answer `not_found`.',
  }),
  'message:history': defineEvent({
    access: 'member',
    budget: 'read',
    payload: MessageHistoryPayload,
    data: MessageHistoryData,
    says: 'A page of a conversation in `seq` order. At most one of the three places; without any, the newest page.',
  }),
  'message:locate': defineEvent({
    access: 'member',
    budget: 'read',
    payload: MessageLocatePayload,
    data: Message,
    says: 'One message by its id: what it says by now, and by its `seq` where it stands. For what an answer quotes and is not loaded.',
  }),
  'message:changes': defineEvent({
    access: 'member',
    budget: 'read',
    payload: MessageChangesPayload,
    data: MessageChangesData,
    says: 'The current state of every message changed after a version, in `version` order. With `complete: false`, ask again after the last version you got.',
  }),
  'message:edit': defineEvent({
    access: 'member',
    budget: 'change',
    payload: MessageEditPayload,
    data: Message,
    says: 'Changes the body of your own message.',
  }),
  'message:delete': defineEvent({
    access: 'member',
    budget: 'change',
    payload: MessageDeletePayload,
    data: Message,
    says: 'Empties your own message. It keeps its place as a tombstone with `deletedAt`.',
  }),
  'message:react': defineEvent({
    access: 'member',
    budget: 'change',
    payload: MessageReactPayload,
    data: Message,
    says: 'Adds (`on: true`) or takes back a reaction of yours: one emoji, at most 20 different ones on a message. Doing it twice changes nothing.',
  }),
  'message:search': defineEvent({
    access: 'user',
    budget: 'read',
    payload: MessageSearchPayload,
    data: MessageSearchData,
    says: 'Finds messages in your conversations. Not built yet: answers `not_found`.',
  }),
};

/** What the server says of them. */
export const messageServerEvents = {
  messages: defineServerEvent({
    payload: MessagesEvent,
    says: 'Changes of one conversation, in `version` order. It covers every change with `after < version ≤ version of the event`; a message changed twice in that span appears once, in its latest state.',
  }),
};
