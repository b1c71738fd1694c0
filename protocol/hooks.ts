import { z } from 'zod';
import { defineEvent } from './define.ts';
import { limits } from './limits.ts';
import { personName } from './names.ts';
import { Id, LogPosition, line, oneOf, Timestamp } from './primitives.ts';

/** An address that another program is called at. What it leads to is looked at whenever it is called. */
const HookUrl = line(limits.hookUrl).refine(
  (value) => {
    const url = URL.parse(value);
    return url !== null && ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '';
  },
  { error: 'is not an address like https://example.com/path' },
);

/**
 * A way for another program: `incoming`, to post into a room by an address that is its secret; `outgoing`, to hear what changes in
 * a room, or in rejected tickets.
 */
export const Hook = z.object({
  id: Id,
  direction: oneOf(['incoming', 'outgoing'], 'incoming'),
  name: z.string(),
  /** Null: rejected tickets. */
  conversationId: Id.nullable(),
  /** Of an outgoing one for tickets: only those from there. */
  ticketSource: z.string().nullable(),
  /** Who answers for it. */
  keeperId: Id,
  /** In whose name an incoming one posts. */
  botId: Id.nullable(),
  /** Whether an incoming one may call for everybody's attention. */
  mentions: z.boolean(),
  url: z.string().nullable(),
  state: oneOf(['on', 'failing', 'off'], 'on'),
  /** Why it is off, where nobody asked for it. */
  offReason: oneOf(['asked', 'failing', 'keeper_gone'], 'asked').nullable(),
  /** Why the last attempt failed; since when none succeeds; and when the next is due. */
  error: z.string().nullable(),
  failingSince: Timestamp.nullable(),
  nextAttemptAt: Timestamp.nullable(),
  createdAt: Timestamp,
  lastUsedAt: Timestamp.nullable(),
});
export type Hook = z.infer<typeof Hook>;

/** A state of an entry that an outgoing hook has sent. */
export const HookDelivery = z.object({
  id: Id,
  hookId: Id,
  /** The message or rejection, and its version then. */
  entryId: Id,
  version: LogPosition,
  createdAt: Timestamp,
  triedAt: Timestamp,
  attempts: z.int().positive(),
  delivered: z.boolean(),
  /** Of the last answer; null where there was none, which `error` explains. */
  status: z.int().nullable(),
  error: z.string().nullable(),
  milliseconds: z.int().nonnegative(),
});
export type HookDelivery = z.infer<typeof HookDelivery>;

export const HookCreatePayload = z
  .object({
    direction: z.enum(['incoming', 'outgoing']),
    name: personName,
    /** Without one, an outgoing hook is for rejected tickets, and for admins to make. */
    conversationId: Id.optional(),
    ticketSource: line(limits.hookSource).optional(),
    mentions: z.boolean().default(false),
    url: HookUrl.optional(),
  })
  .refine(({ direction, conversationId }) => direction === 'outgoing' || conversationId !== undefined, {
    path: ['conversationId'],
    error: 'an incoming hook needs a room',
  })
  .refine(({ direction, url }) => direction === 'incoming' || url !== undefined, {
    path: ['url'],
    error: 'an outgoing hook needs an address',
  });
/** `secret` is shown this one time: of an incoming hook the end of its address, of an outgoing one what it signs with. */
export const HookCreateData = z.object({ hook: Hook, secret: z.string() });
export const HookListPayload = z.object({});
export const HookListData = z.object({ hooks: z.array(Hook) });
export const HookUpdatePayload = z.object({
  hookId: Id,
  name: personName.optional(),
  mentions: z.boolean().optional(),
  url: HookUrl.optional(),
  off: z.boolean().optional(),
});
export const HookDeletePayload = z.object({ hookId: Id });
export const HookDeliveriesPayload = z.object({ hookId: Id, before: Id.optional() });
/** The newest first; `complete: false`: ask again with the last `id` as `before`. */
export const HookDeliveriesData = z.object({ deliveries: z.array(HookDelivery), complete: z.boolean() });
export const HookResendPayload = z.object({ hookId: Id, deliveryId: Id });

/** What a client may ask of hooks. */
export const hookEvents = {
  'hook:create': defineEvent({
    access: 'member',
    budget: 'change',
    dear: true,
    needs: 'session',
    payload: HookCreatePayload,
    data: HookCreateData,
    says: 'Makes a webhook. Incoming: members of the room make it, and it posts as a bot of its name. Outgoing: for the owner of the room and admins; for rejected tickets, for admins.',
  }),
  'hook:list': defineEvent({
    access: 'colleague',
    budget: 'read',
    payload: HookListPayload,
    data: HookListData,
    says: 'The webhooks that you look after: those of your rooms and those you made; for admins all. The newest first, without their secrets.',
  }),
  'hook:update': defineEvent({
    access: 'colleague',
    budget: 'change',
    needs: 'session',
    payload: HookUpdatePayload,
    data: Hook,
    says: 'Changes a webhook that you look after. Switched on again, an outgoing one goes on where it stopped, and you answer for it.',
  }),
  'hook:delete': defineEvent({
    access: 'colleague',
    budget: 'change',
    payload: HookDeletePayload,
    data: z.object({ hookId: Id }),
    says: 'Ends a webhook that you look after. What it posted stays.',
  }),
  'hook:deliveries': defineEvent({
    access: 'colleague',
    budget: 'read',
    payload: HookDeliveriesPayload,
    data: HookDeliveriesData,
    says: 'What an outgoing webhook has sent, and what was answered: the newest 500.',
  }),
  'hook:resend': defineEvent({
    access: 'colleague',
    budget: 'change',
    payload: HookResendPayload,
    data: z.object({ deliveryId: Id }),
    says: 'Sends something again, once, with the same `Idempotency-Key`.',
  }),
};
