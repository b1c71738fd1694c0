import type { z } from 'zod';
import { accountEvents } from './account-events.ts';
import { auditEvents } from './audit.ts';
import { botEvents } from './bots.ts';
import { clusterEvents, clusterServerEvents } from './cluster.ts';
import { conversationEvents, conversationServerEvents } from './conversations.ts';
import { deadLetterEvents } from './dead-letters.ts';
import { exportEvents } from './exports.ts';
import { hookEvents } from './hooks.ts';
import { invitationEvents } from './invitations.ts';
import { mailEvents } from './mail.ts';
import { mappingEvents } from './mappings.ts';
import { meEvents, meServerEvents } from './me.ts';
import { messageEvents, messageServerEvents } from './messages.ts';
import { namedSourceEvents } from './named-sources.ts';
import { noticeServerEvents } from './notices.ts';
import { peopleEvents, peopleServerEvents } from './people.ts';
import { roomEvents } from './rooms.ts';
import { signInEvents } from './sign-in.ts';
import { sourceEvents } from './sources.ts';
import { ticketWorkEvents, ticketWorkServerEvents } from './ticket-work.ts';
import { ticketEvents, ticketServerEvents } from './tickets.ts';
import { tokenEvents } from './tokens.ts';
import { workspaceEvents, workspaceServerEvents } from './workspace.ts';

/** Every event a client may send. */
export const clientEvents = {
  ...conversationEvents,
  ...meEvents,
  ...messageEvents,
  ...peopleEvents,
  ...invitationEvents,
  ...signInEvents,
  ...ticketEvents,
  ...ticketWorkEvents,
  ...sourceEvents,
  ...namedSourceEvents,
  ...mappingEvents,
  ...deadLetterEvents,
  ...clusterEvents,
  ...accountEvents,
  ...roomEvents,
  ...mailEvents,
  ...auditEvents,
  ...botEvents,
  ...tokenEvents,
  ...exportEvents,
  ...hookEvents,
  ...workspaceEvents,
};

export type ClientEventName = keyof typeof clientEvents;
/** What a caller writes (defaults may be left out). */
export type PayloadInput<E extends ClientEventName> = z.input<(typeof clientEvents)[E]['payload']>;
/** What a handler gets (defaults filled in). */
export type Payload<E extends ClientEventName> = z.output<(typeof clientEvents)[E]['payload']>;
export type Data<E extends ClientEventName> = z.output<(typeof clientEvents)[E]['data']>;

/** Every event the server sends. */
export const serverEvents = {
  ...messageServerEvents,
  ...meServerEvents,
  ...conversationServerEvents,
  ...peopleServerEvents,
  ...ticketServerEvents,
  ...ticketWorkServerEvents,
  ...noticeServerEvents,
  ...clusterServerEvents,
  ...workspaceServerEvents,
};

export type ServerEventName = keyof typeof serverEvents;
/** Those that any instance may tell to the sockets of all, and that may get lost. */
export type AnnouncedEventName = {
  [E in ServerEventName]: (typeof serverEvents)[E]['announced'] extends true ? E : never;
}[ServerEventName];
export type ServerEventPayload<E extends ServerEventName> = z.output<(typeof serverEvents)[E]['payload']>;
