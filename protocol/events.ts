import { z } from 'zod';
import * as conversations from './conversations.ts';
import * as messages from './messages.ts';
import * as people from './people.ts';
import * as tickets from './tickets.ts';

/**
 * Who may call an event. Whoever may not gets the answer named here:
 * - `user`: everybody who is signed in
 * - `member`: members of the conversation that the payload points to; others get `not_found`
 * - `admin`: admins; others get `forbidden`
 */
export type Access = 'user' | 'member' | 'admin';

const event = <Payload extends z.ZodType, Data extends z.ZodType>(access: Access, payload: Payload, data: Data) => ({
  access,
  payload,
  data,
});

/** Every event a client may send: who may, what it takes, what a successful acknowledgement holds. */
export const clientEvents = {
  sync: event('user', conversations.SyncPayload, conversations.SyncData),
  'conversation:create': event('user', conversations.ConversationCreatePayload, conversations.Conversation),
  'conversation:join': event('user', conversations.ConversationJoinPayload, conversations.Conversation),
  'conversation:leave': event('member', conversations.ConversationLeavePayload, conversations.Conversation),
  'conversation:update': event('member', conversations.ConversationUpdatePayload, conversations.Conversation),
  'conversation:invite': event('member', conversations.ConversationInvitePayload, conversations.Conversation),
  'conversation:remove': event('member', conversations.ConversationRemovePayload, conversations.Conversation),
  'conversation:browse': event('user', conversations.ConversationBrowsePayload, conversations.ConversationBrowseData),
  'message:send': event('member', messages.MessageSendPayload, messages.Message),
  'message:history': event('member', messages.MessageHistoryPayload, messages.MessageHistoryData),
  'message:changes': event('member', messages.MessageChangesPayload, messages.MessageChangesData),
  'message:edit': event('member', messages.MessageEditPayload, messages.Message),
  'message:delete': event('member', messages.MessageDeletePayload, messages.Message),
  'message:react': event('member', messages.MessageReactPayload, messages.Message),
  'message:search': event('user', messages.MessageSearchPayload, messages.MessageSearchData),
  'read:mark': event('member', conversations.ReadMarkPayload, conversations.ReadMarkData),
  typing: event('member', conversations.TypingPayload, z.null()),
  'people:list': event('user', people.PeopleListPayload, people.PeopleListData),
  'presence:watch': event('user', people.PresenceWatchPayload, people.PresenceWatchData),
  'ticket:list': event('admin', tickets.TicketListPayload, tickets.TicketListData),
  'ticket:changes': event('admin', tickets.TicketChangesPayload, tickets.TicketChangesData),
  'ticket:acknowledge': event('admin', tickets.TicketAcknowledgePayload, tickets.Rejection),
  'ticket:assign': event('admin', tickets.TicketAssignPayload, tickets.Rejection),
  'ticket:resolve': event('admin', tickets.TicketResolvePayload, tickets.Rejection),
  'ticket:discuss': event('admin', tickets.TicketDiscussPayload, tickets.Rejection),
} as const;

export type ClientEventName = keyof typeof clientEvents;
/** What a caller writes (defaults may be left out). */
export type PayloadInput<E extends ClientEventName> = z.input<(typeof clientEvents)[E]['payload']>;
/** What a handler gets (defaults filled in). */
export type Payload<E extends ClientEventName> = z.output<(typeof clientEvents)[E]['payload']>;
export type Data<E extends ClientEventName> = z.output<(typeof clientEvents)[E]['data']>;

export const Notice = z.object({
  kind: z.enum(['draining', 'degraded', 'restored', 'signed_out']),
  /** With `draining`: reconnect within this span, at a moment of the client's own choosing. */
  afterMs: z.int().nonnegative().optional(),
});
export type Notice = z.infer<typeof Notice>;

/** Every event the server sends. */
export const serverEvents = {
  messages: messages.MessagesEvent,
  head: conversations.HeadEvent,
  conversation: conversations.Conversation,
  'conversation:removed': conversations.ConversationRemovedEvent,
  read: conversations.ReadEvent,
  typing: conversations.TypingEvent,
  presence: people.PresenceEvent,
  tickets: tickets.TicketsEvent,
  notice: Notice,
} as const;

export type ServerEventName = keyof typeof serverEvents;
export type ServerEventPayload<E extends ServerEventName> = z.output<(typeof serverEvents)[E]>;
