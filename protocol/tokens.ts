import { z } from 'zod';
import { defineEvent, type Scope, scopes } from './define.ts';
import { limits } from './limits.ts';
import { name } from './names.ts';
import { Id, oneOf, Timestamp } from './primitives.ts';

export const Scopes = z.enum(Object.keys(scopes) as [Scope, ...Scope[]]);

/** An API token, without what makes it one. */
export const Token = z.object({
  id: Id,
  name: z.string(),
  /** What it begins with, to be told from others. */
  start: z.string(),
  /** What it is good for. */
  scopes: z.array(oneOf(Scopes.options, 'read')),
  /** The person or bot whose it is. */
  ownerId: Id,
  createdAt: Timestamp,
  lastUsedAt: Timestamp.nullable(),
  /** Null: made before tokens had an end. */
  expiresAt: Timestamp.nullable(),
});
export type Token = z.infer<typeof Token>;

export const TokenCreatePayload = z.object({
  name: name(limits.tokenName),
  scopes: z.array(Scopes).min(1).max(Scopes.options.length),
  /** Until it ends. */
  days: z.int().min(1).max(limits.tokenDays).default(limits.tokenDaysByDefault),
  /** Of a bot, instead of oneself. */
  botId: Id.optional(),
});
/** `value` is shown this one time. */
export const TokenCreateData = z.object({ token: Token, value: z.string() });
export const TokenListPayload = z.object({
  /** `all`: everybody's, for admins. */
  of: z.enum(['own', 'all']).default('own'),
});
export const TokenListData = z.object({ tokens: z.array(Token) });
export const TokenRevokePayload = z.object({ tokenId: Id });

/** What a client may ask of API tokens. */
export const tokenEvents = {
  'token:create': defineEvent({
    access: 'user',
    budget: 'change',
    dear: true,
    needs: 'session',
    payload: TokenCreatePayload,
    data: TokenCreateData,
    says: 'Makes an API token of your own, or of a bot that you look after. Its `scopes` say what it is good for, within what its owner may.',
  }),
  'token:list': defineEvent({
    access: 'user',
    budget: 'read',
    payload: TokenListPayload,
    data: TokenListData,
    says: 'The API tokens of yourself and your bots that have not ended, the newest first. With `of: all`, everybody’s: for admins, others get `forbidden`.',
  }),
  'token:revoke': defineEvent({
    access: 'user',
    budget: 'change',
    payload: TokenRevokePayload,
    data: z.object({ tokenId: Id }),
    says: 'Ends an API token of yourself or of a bot that you look after; admins end anybody’s. Its connections are closed.',
  }),
};
