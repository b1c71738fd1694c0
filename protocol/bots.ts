import { z } from 'zod';
import { defineEvent } from './define.ts';
import { personName } from './names.ts';
import { Role } from './people.ts';
import { PictureId } from './pictures.ts';
import { Id, oneOf, Timestamp } from './primitives.ts';

const botRoles = ['member', 'handler'] as const satisfies readonly Role[];

/** A program with an account of its own: it has API tokens and no password, and is put into rooms as people are. */
export const Bot = z.object({
  id: Id,
  name: z.string(),
  image: z.string().nullable().default(null),
  role: oneOf(Role.options, 'member'),
  /** Whose it is; null: the workspace's, which admins look after. */
  ownerId: Id.nullable(),
  createdAt: Timestamp,
  /** API tokens of it that have not ended. */
  tokens: z.int().nonnegative().default(0),
});
export type Bot = z.infer<typeof Bot>;

export const BotCreatePayload = z.object({
  name: personName,
  role: z.enum(botRoles).default('member'),
  /** Whether it is the workspace's, and not one's own. */
  ofWorkspace: z.boolean().default(false),
});
export const BotListPayload = z.object({});
/** One's own, and for admins all; the newest first. */
export const BotListData = z.object({ bots: z.array(Bot) });
export const BotUpdatePayload = z.object({
  botId: Id,
  name: personName.optional(),
  /** A picture that was sent with `POST /api/pictures`; null takes it away. */
  picture: PictureId.nullable().optional(),
  role: z.enum(botRoles).optional(),
  ofWorkspace: z.boolean().optional(),
});
export const BotDeletePayload = z.object({ botId: Id });

/** What a client may ask of bots. */
export const botEvents = {
  'bot:create': defineEvent({
    access: 'colleague',
    budget: 'change',
    needs: 'session',
    payload: BotCreatePayload,
    data: Bot,
    says: 'Makes a bot of your own. Only admins make one that works tickets (`role: handler`) or is the workspace’s: others get `forbidden`. Give it a token with `token:create`, and put it into rooms as you do people.',
  }),
  'bot:list': defineEvent({
    access: 'colleague',
    budget: 'read',
    payload: BotListPayload,
    data: BotListData,
    says: 'Your bots, and everybody’s for admins; the newest first.',
  }),
  'bot:update': defineEvent({
    access: 'colleague',
    budget: 'change',
    needs: 'session',
    payload: BotUpdatePayload,
    data: Bot,
    says: 'Changes a bot of your own; admins any. Its role, and that it is the workspace’s, are for admins to say. Its picture is one that is kept here: `not_found`.',
  }),
  'bot:delete': defineEvent({
    access: 'colleague',
    budget: 'change',
    payload: BotDeletePayload,
    data: z.object({ botId: Id }),
    says: 'Ends a bot of your own, admins any: its tokens end, it leaves its rooms, and what it said stays.',
  }),
};
