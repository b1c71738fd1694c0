import { z } from 'zod';
import { errorCodes } from './error-codes.ts';
import { PersonalEntry } from './me.ts';
import { Id, oneOf } from './primitives.ts';
import { Deed, Rejection } from './rejections.ts';
import { type Failure, failure } from './result.ts';

export type ErrorCode = keyof typeof errorCodes;
export const ErrorCode = z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]);

/** Why a request was refused, where the code alone would leave a person guessing. */
export const refusalReasons = {
  archived: 'the room is archived; `byId` archived it',
  deleted: 'the message was deleted',
  client_id_used: 'the `clientId` was used in another conversation',
  too_slow: 'too much would have to be looked through; narrow the question',
  removed: 'the caller was a member and was removed; `byId` did it',
  left: 'the caller was a member and left',
  direct: 'who is in a direct conversation never changes',
  guest: 'guests make no rooms, and add nobody to one',
  not_owner: 'only the owner of the room and admins may do this',
  no_member: 'this person is not a member of the room',
  unknown_person: 'there is no such person, or they are banned; `personId` says who',
  too_many_rooms: 'this person was put into too many rooms by others; `personId` says who',
  too_many_conversations: 'the caller is in too many conversations',
  too_many_reactions: 'the message bears as many different emoji as it can',
  too_far_back: 'a read mark cannot be moved back so far',
  only_admins: 'an admin has decided that only admins may do this',
  no_room: 'a room does not exist, is archived, or the caller may add nobody to it',
  guest_without_room: 'a guest is only where they were put, so at least one room is needed',
  fixed: 'a variable of the environment decides this',
  no_mail: 'no mail can be sent here: the administrator has set no `SMTP_URL`',
  too_many_mails: 'too many letters went to this address, or from this person, lately',
  no_domain: 'there is no domain whose addresses would be let in',
  last_admin: 'nobody would be an admin any more',
  lacks_scope: 'the API token is not good for this; `scope` says what it lacks',
  too_many_bots: 'this person, or the workspace, has as many bots as it can',
  too_many_tokens: 'this person or bot has as many API tokens as it can',
  too_many_hooks: 'the room, or tickets, have as many webhooks as they can',
  export_running: 'an export that this person asked for is being written',
  exports_busy: 'as many exports are being written as can be at once',
  too_many_exports: 'as many exports are kept for this person as can be',
  too_many_notes: 'the ticket has as many notes as it can',
  too_many_runs: 'as much is being done with dead letters as can be at a time',
  too_many_sources: 'there are, or have been, as many named sources as there can be',
  key_taken: 'a source has, or had, this key',
  place_taken: 'another source reads the same place',
  changed: 'somebody else has changed it meanwhile',
  too_many_expectations: 'something is expected of as many sources as it can be',
  private_address: 'the address is within a private network, and `HOOK_ALLOWED_ADDRESSES` does not name it',
  other: 'a reason that this version does not know',
} as const;
export type RefusalReason = keyof typeof refusalReasons;

/** By what one proves again who one is: a password, a code of the second factor, a passkey, or (`again`) by signing in again. */
const confirmations = ['password', 'code', 'passkey', 'again'] as const;
export type Confirmation = (typeof confirmations)[number];

/** What a client needs besides the code to say what happened. */
export const RefusalData = z.object({
  /** `conflict` on a rejection: what won, and the latest deed, where somebody did something. */
  rejection: Rejection.optional(),
  deed: Deed.nullable().optional(),
  /** `conflict` on something of one's own: what won. */
  entry: PersonalEntry.optional(),
  /** Why, where the code alone could mean several things. */
  reason: z
    .enum(Object.keys(refusalReasons) as [RefusalReason, ...RefusalReason[]])
    .catch('other')
    .optional(),
  /** `forbidden` to who signed in too long ago for something dear: by which of these they may prove again who they are. */
  confirm: z.array(oneOf(confirmations, 'again')).optional(),
  /** One of `scopes`, where an API token lacks it. */
  scope: z.string().optional(),
  byId: Id.optional(),
  personId: Id.optional(),
});
export type RefusalData = z.infer<typeof RefusalData>;

export const ContractError = z.object({
  code: oneOf(ErrorCode.options, 'internal'),
  message: z.string(),
  retryAfterMs: z.int().nonnegative().optional(),
  data: RefusalData.optional(),
});
export type ContractError = z.infer<typeof ContractError>;

/** An unknown field's name comes back, however long it is. */
const longestMessage = 300;

/**
 * Turns a failed parse into a refusal that names the field.
 * A string over its bound is `too_large`, everything else is `invalid`.
 */
export const fromZodError = (error: z.ZodError): Failure => {
  const issue = error.issues[0];
  if (!issue) return failure('invalid', 'invalid');
  const field = issue.path.map(String).join('.');
  const code = issue.code === 'too_big' && issue.origin === 'string' ? 'too_large' : 'invalid';
  const message = field === '' ? issue.message : `${field}: ${issue.message}`;
  return failure(code, message.slice(0, longestMessage));
};
