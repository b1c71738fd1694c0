import { z } from 'zod';
import { defineEvent, defineServerEvent } from './define.ts';
import { limits } from './limits.ts';
import { roomName, roomTopic } from './names.ts';
import { Me } from './people.ts';
import { Id, LogPosition, line, oneOf, pageSize, Timestamp } from './primitives.ts';
import { Workspace } from './workspace.ts';

export const Visibility = z.enum(['public', 'private']);
export type Visibility = z.infer<typeof Visibility>;

/** Who may something in a room: its members, or only its owner and admins. */
export const Permitted = z.enum(['members', 'owner']);
export type Permitted = z.infer<typeof Permitted>;

/** The newest message of a conversation, for a list: the beginning of its text. */
export const LastMessage = z.object({
  seq: LogPosition,
  authorId: Id,
  /** At most `limits.previewText`; empty when it was deleted. */
  text: z.string(),
  at: Timestamp,
  deleted: z.boolean(),
});
export type LastMessage = z.infer<typeof LastMessage>;

/** A conversation as one of its members sees it; `readSeq`, `unread` and `mentions` are that member's own. */
export const Conversation = z.object({
  id: Id,
  kind: oneOf(['direct', 'room'], 'room'),
  name: z.string().nullable(),
  topic: z.string().nullable(),
  visibility: oneOf(Visibility.options, 'private'),
  archivedAt: Timestamp.nullable(),
  /** Of a room: who decides, with the admins, who sees and uses it. */
  ownerId: Id.nullable().default(null),
  /** Of a room: who adds people, and who names it and says what it is about. */
  inviting: oneOf(Permitted.options, 'members').default('members'),
  describing: oneOf(Permitted.options, 'members').default('members'),
  /** Of a direct conversation between two: the other person, also when their account is gone and `memberIds` names them no more. */
  peerId: Id.nullable().default(null),
  /** Of a direct conversation: all others, also those whose accounts are gone. */
  peerIds: z.array(Id).default([]),
  /** Filled for direct conversations and rooms of up to `limits.listedMembers`, else empty. */
  memberIds: z.array(Id),
  memberCount: z.int().nonnegative(),
  lastSeq: LogPosition,
  version: LogPosition,
  /** Of two read marks the one of the later turn holds, within a turn the larger one: each move back begins a turn. */
  readTurn: z.int().nonnegative().default(0),
  readSeq: LogPosition,
  /** Messages after the mark that still exist, are not one's own and were not read elsewhere; 0 when archived. */
  unread: LogPosition,
  mentions: LogPosition,
  /** How far the others have read, in direct conversations and rooms of up to `limits.readMarkMembers`. */
  readMarks: z.record(Id, LogPosition).default({}),
  last: LastMessage.nullable().default(null),
});
export type Conversation = z.infer<typeof Conversation>;

const ById = z.object({ conversationId: Id });

/**
 * How far somebody has got in a log, and an entry that they know of it: its place and its id. `log`: the id of a conversation, or
 * `feed`, or `own` for what is one's own.
 */
export const KnownLog = z.object({
  log: Id.or(z.enum(['feed', 'own'])),
  version: LogPosition,
  seq: LogPosition.optional(),
  id: Id.optional(),
});
export type KnownLog = z.infer<typeof KnownLog>;

/**
 * Nothing is needed. `known`, of the epoch `epoch`: when one of these logs is not that far, or has another entry at that place,
 * the database was put back to an earlier state, and its epoch is replaced. (Older clients send other cursors: they are not
 * looked at.)
 */
export const SyncPayload = z.object({
  epoch: Id.optional(),
  known: z.array(KnownLog).max(limits.knownLogs).optional(),
});
export const SyncData = z.object({
  me: Me,
  conversations: z.array(Conversation),
  /** Head of the ticket feed; only for admins. */
  feed: z.object({ version: LogPosition, open: LogPosition }).optional(),
  /** Head of the log of what is one's own: `conversations` hold all marks up to it. An instance before contract 5 has none. */
  own: LogPosition.optional(),
  /** Until when one does not want to be disturbed. */
  doNotDisturbUntil: Timestamp.nullable().default(null),
  /** What all versions here belong to: cursors of another epoch mean nothing. */
  epoch: Id.optional(),
  /** The workspace; an instance before it had settings says nothing. */
  workspace: Workspace.optional(),
  serverTime: Timestamp,
  /** The contract of this instance; one that does not say it has the first. */
  contract: z.int().positive().default(1),
});
export type SyncData = z.infer<typeof SyncData>;

export const ConversationCreatePayload = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('direct'),
      memberId: Id.optional(),
      memberIds: z
        .array(Id)
        .min(1)
        .max(limits.directPeople - 1)
        .optional(),
    })
    .refine(({ memberId, memberIds }) => (memberId === undefined) !== (memberIds === undefined), {
      error: 'needs either memberId or memberIds',
    }),
  z.object({
    kind: z.literal('room'),
    name: roomName,
    topic: roomTopic.optional(),
    visibility: Visibility,
    memberIds: z.array(Id).max(limits.membersPerInvite).optional(),
  }),
]);
export const ConversationJoinPayload = ById;
export const ConversationLeavePayload = ById;
export const ConversationUpdatePayload = z.object({
  conversationId: Id,
  name: roomName.optional(),
  topic: roomTopic.nullable().optional(),
  visibility: Visibility.optional(),
  archived: z.boolean().optional(),
  inviting: Permitted.optional(),
  describing: Permitted.optional(),
});
export const ConversationInvitePayload = z.object({
  conversationId: Id,
  memberIds: z.array(Id).min(1).max(limits.membersPerInvite),
});
/** `asked`: who had left. They are not put back, but may now come back by themselves, with `conversation:join`. */
export const ConversationInviteData = Conversation.extend({ asked: z.array(Id).default([]) });
export const ConversationRemovePayload = z.object({ conversationId: Id, memberId: Id });
/** Gives the room to another member. There is one owner: whoever it was before is a member like the others. */
export const ConversationRolePayload = z.object({ conversationId: Id, memberId: Id, role: z.literal('owner') });
/** Public rooms, by name, whose name contains `query`; `after` is `next` of the page before. */
export const ConversationBrowsePayload = z.object({
  query: line(limits.roomName).optional(),
  after: line(limits.browseCursor).optional(),
  limit: pageSize(limits.browsePage, 50),
});
/**
 * `memberIds` and `readMarks` are left empty. `next`: where to go on, null at the end. Of many names only
 * `limits.searchedNames` are looked through at a time, so a page can be short, or empty, and still have a next one.
 */
export const ConversationBrowseData = z.object({
  conversations: z.array(Conversation.extend({ joined: z.boolean() })),
  next: z.string().nullable().default(null),
});

/** What is unread after one's mark, at a version of the conversation. */
export const ReadState = z.object({
  readTurn: z.int().nonnegative(),
  readSeq: LogPosition,
  unread: LogPosition,
  mentions: LogPosition,
  lastSeq: LogPosition,
  version: LogPosition,
});
export type ReadState = z.infer<typeof ReadState>;

/** `back: true` moves the mark back, so that what follows is unread again; without it, a mark only moves forward. */
export const ReadMarkPayload = z.object({ conversationId: Id, seq: LogPosition, back: z.boolean().optional() });
export const ReadMarkData = z.object({ readSeq: LogPosition, unread: LogPosition, state: ReadState.optional() });
export const TypingPayload = z.object({ conversationId: Id, typing: z.boolean() });

/** `byId`: who ended the membership, perhaps oneself; null when nobody did: an account or the room is gone. */
export const ConversationRemovedEvent = z.object({ conversationId: Id, byId: Id.nullable().default(null) });
export const HeadEvent = z.object({ conversationId: Id, version: LogPosition });
/** `state`: from instances before contract 5, for one's own devices. */
export const ReadEvent = z.object({ conversationId: Id, userId: Id, seq: LogPosition, state: ReadState.optional() });
export type ReadEvent = z.infer<typeof ReadEvent>;
export const TypingEvent = z.object({ conversationId: Id, userId: Id, typing: z.boolean() });
export type TypingEvent = z.infer<typeof TypingEvent>;

const peoplePutIn = (payload: z.output<typeof ConversationCreatePayload>): number =>
  Math.max(1, payload.memberIds?.length ?? 0);

/** What a client may ask of conversations. */
export const conversationEvents = {
  sync: defineEvent({
    access: 'user',
    budget: 'sync',
    payload: SyncPayload,
    data: SyncData,
    says: 'The first thing to ask after every connect: who you are, and all your conversations with their heads. Compare each `version` with your own cursor and fetch what is missing with `message:changes`. `feed` is there for admins only. Versions of another `epoch` mean nothing: forget all cursors when it is not the one you know.',
  }),
  'conversation:create': defineEvent({
    access: 'user',
    budget: 'invite',
    weight: peoplePutIn,
    payload: ConversationCreatePayload,
    data: Conversation,
    says: 'Starts a conversation. A direct one, between two (`memberId`) or up to nine people (`memberIds`: the others), exists once: asking again gives the same one. It cannot be joined or left. Guests start direct ones with people whom they are in a room with, and no rooms: `forbidden`.',
  }),
  'conversation:join': defineEvent({
    access: 'user',
    budget: 'change',
    payload: ConversationJoinPayload,
    data: Conversation,
    says: 'Joins a public room, or one that you left and were asked back to. Joining twice changes nothing. For guests public rooms are `not_found`.',
  }),
  'conversation:leave': defineEvent({
    access: 'member',
    budget: 'change',
    payload: ConversationLeavePayload,
    data: Conversation,
    says: 'Leaves a room for good: others cannot put you back, only invite you to come back. A direct conversation cannot be left: `forbidden`. When the owner leaves, the room belongs to whoever has been in it longest.',
  }),
  'conversation:update': defineEvent({
    access: 'member',
    budget: 'change',
    payload: ConversationUpdatePayload,
    data: Conversation,
    says: 'Renames a room or changes its topic, as any member may; changes its visibility or archives it, as its owner and admins may.',
  }),
  'conversation:invite': defineEvent({
    access: 'member',
    budget: 'invite',
    weight: ({ memberIds }) => memberIds.length,
    payload: ConversationInvitePayload,
    data: ConversationInviteData,
    says: 'Adds people to a room; guests may not. Who had left is not added, but named in `asked`, and may now join by themselves.',
  }),
  'conversation:remove': defineEvent({
    access: 'member',
    budget: 'change',
    payload: ConversationRemovePayload,
    data: Conversation,
    says: 'Takes somebody out of a room; for its owner and admins.',
  }),
  'conversation:role': defineEvent({
    access: 'member',
    budget: 'change',
    payload: ConversationRolePayload,
    data: Conversation,
    says: 'Gives a room to another member; for its owner and admins.',
  }),
  'conversation:browse': defineEvent({
    access: 'colleague',
    budget: 'read',
    payload: ConversationBrowsePayload,
    data: ConversationBrowseData,
    says: 'Public rooms in the order of their names, with whether you have joined. For the next page, pass `next` as `after`.',
  }),
  'read:mark': defineEvent({
    access: 'member',
    budget: 'signal',
    payload: ReadMarkPayload,
    data: ReadMarkData,
    says: 'Says how far you have read. With `back: true` the mark moves back, and what follows is unread again.',
  }),
  typing: defineEvent({
    access: 'member',
    budget: 'signal',
    needs: 'connection',
    payload: TypingPayload,
    data: z.null(),
    says: 'Says that you are typing, or have stopped. May be sent without an acknowledgement. Renew it every few seconds.',
  }),
};

/** What the server says of them. */
export const conversationServerEvents = {
  head: defineServerEvent({
    payload: HeadEvent,
    says: 'How far a conversation is. If your cursor is below it, something was lost on the way: ask `message:changes`.',
  }),
  conversation: defineServerEvent({
    payload: Conversation,
    says: 'A conversation of yours is new or was described anew.',
  }),
  'conversation:removed': defineServerEvent({
    payload: ConversationRemovedEvent,
    says: 'You are no longer a member. `byId`: who ended that.',
  }),
  read: defineServerEvent({
    announced: true,
    payload: ReadEvent,
    says: 'Somebody has read up to here; told in small conversations, and may be lost. Of your own marks you hear by `me`.',
  }),
  typing: defineServerEvent({
    announced: true,
    payload: TypingEvent,
    says: 'Somebody is typing. Forget it when it is not renewed.',
  }),
};
