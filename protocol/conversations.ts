import { z } from 'zod';
import { limits } from './limits.ts';
import { Me } from './people.ts';
import { Id, LogPosition, line, pageSize, Timestamp, text } from './primitives.ts';

export const Visibility = z.enum(['public', 'private']);
export type Visibility = z.infer<typeof Visibility>;

/** A conversation as one of its members sees it; `readSeq`, `unread` and `mentions` are that member's own. */
export const Conversation = z.object({
  id: Id,
  kind: z.enum(['direct', 'room']),
  name: z.string().nullable(),
  topic: z.string().nullable(),
  visibility: Visibility,
  archivedAt: Timestamp.nullable(),
  /** Filled for direct conversations and rooms of up to `limits.listedMembers`, else empty. */
  memberIds: z.array(Id),
  memberCount: z.int().nonnegative(),
  lastSeq: LogPosition,
  version: LogPosition,
  readSeq: LogPosition,
  unread: LogPosition,
  mentions: LogPosition,
});
export type Conversation = z.infer<typeof Conversation>;

const ById = z.strictObject({ conversationId: Id });

export const SyncPayload = z.strictObject({
  cursors: z
    .record(Id, LogPosition)
    .refine((cursors) => Object.keys(cursors).length <= limits.syncCursors, { error: 'too many cursors' }),
  feed: LogPosition.optional(),
});
export const SyncData = z.object({
  me: Me,
  conversations: z.array(Conversation),
  /** Head of the ticket feed; only for admins. */
  feed: z.object({ version: LogPosition, open: LogPosition }).optional(),
  serverTime: Timestamp,
});
export type SyncData = z.infer<typeof SyncData>;

export const ConversationCreatePayload = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('direct'), memberId: Id }),
  z.strictObject({
    kind: z.literal('room'),
    name: line(limits.roomName),
    topic: text(limits.roomTopic).trim().optional(),
    visibility: Visibility,
    memberIds: z.array(Id).max(limits.membersPerInvite).optional(),
  }),
]);
export const ConversationJoinPayload = ById;
export const ConversationLeavePayload = ById;
export const ConversationUpdatePayload = z.strictObject({
  conversationId: Id,
  name: line(limits.roomName).optional(),
  topic: text(limits.roomTopic).trim().nullable().optional(),
  visibility: Visibility.optional(),
  archived: z.boolean().optional(),
});
export const ConversationInvitePayload = z.strictObject({
  conversationId: Id,
  memberIds: z.array(Id).min(1).max(limits.membersPerInvite),
});
export const ConversationRemovePayload = z.strictObject({ conversationId: Id, memberId: Id });
/** Public rooms, by name, whose name contains `query`; `after` is the last name of the page before. */
export const ConversationBrowsePayload = z.strictObject({
  query: line(limits.roomName).optional(),
  after: line(limits.roomName).optional(),
  limit: pageSize(limits.browsePage, 50),
});
export const ConversationBrowseData = z.object({
  conversations: z.array(Conversation.extend({ joined: z.boolean() })),
});

export const ReadMarkPayload = z.strictObject({ conversationId: Id, seq: LogPosition });
export const ReadMarkData = z.object({ readSeq: LogPosition, unread: LogPosition });
export const TypingPayload = z.strictObject({ conversationId: Id, typing: z.boolean() });

export const ConversationRemovedEvent = z.object({ conversationId: Id });
export const HeadEvent = z.object({ conversationId: Id, version: LogPosition });
export const ReadEvent = z.object({ conversationId: Id, userId: Id, seq: LogPosition });
export const TypingEvent = z.object({ conversationId: Id, userId: Id, typing: z.boolean() });
