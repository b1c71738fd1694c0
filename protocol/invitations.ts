import { z } from 'zod';
import { emailAddress } from './accounts.ts';
import { defineEvent } from './define.ts';
import { limits } from './limits.ts';
import { Role } from './people.ts';
import { Id, oneOf, Timestamp } from './primitives.ts';

/** A way to an account: a link that can be used so many times, for some days. */
export const Invitation = z.object({
  id: Id,
  createdBy: Id,
  createdAt: Timestamp,
  expiresAt: Timestamp,
  /** What whoever comes by it will be. */
  role: oneOf(Role.options, 'member').default('member'),
  /** Accounts that it makes at most, and has made. */
  uses: z.int().positive().default(1),
  used: z.int().nonnegative().default(0),
  /** Rooms that whoever comes by it is in at once. */
  roomIds: z.array(Id).default([]),
});
export type Invitation = z.infer<typeof Invitation>;

/** What an invitation may be: `handler` and `admin` only by admins, and for a guest at least one room. */
const terms = {
  days: z.int().min(1).max(limits.invitationDaysMost).default(limits.invitationDays),
  role: Role.default('member'),
  roomIds: z.array(Id).max(limits.invitationRooms).default([]),
};

export const InvitationCreatePayload = z.object({
  ...terms,
  uses: z.int().min(1).max(limits.invitationUses).default(1),
});
/** `token` is shown this one time. The link is `/sign-up?invitation=` and the token. */
export const InvitationCreateData = z.object({ invitation: Invitation, token: z.string() });

/** One link for each address; the language is that of the letters. */
export const InvitationSendPayload = z.object({
  ...terms,
  emails: z.array(emailAddress).min(1).max(limits.invitationMails),
  language: z.enum(['en', 'zh']).default('en'),
});
export const InvitationSendData = z.object({ invitations: z.array(Invitation) });

export const InvitationListPayload = z.object({});
/** Those that can still be used: one's own, and everybody's for admins; the newest first. */
export const InvitationListData = z.object({ invitations: z.array(Invitation) });

export const InvitationRevokePayload = z.object({ invitationId: Id });

/** What a client may ask of invitations. */
export const invitationEvents = {
  'invitation:create': defineEvent({
    access: 'colleague',
    budget: 'change',
    payload: InvitationCreatePayload,
    data: InvitationCreateData,
    says: `Makes an invitation: a link for one new account, or for as many as \`uses\` says, valid for seven days, or as many as \`days\` says. Rooms must be such that you may add people to: \`not_found\`; handlers and admins are invited by admins alone. At most ${limits.openInvitations} open ones of one person: \`conflict\`. Where nobody may make an account, or only admins may invite: \`forbidden\`.`,
  }),
  'invitation:send': defineEvent({
    access: 'colleague',
    budget: 'invite',
    weight: ({ emails }) => emails.length,
    payload: InvitationSendPayload,
    data: InvitationSendData,
    says: 'Makes an invitation for each address and mails it its link, which nobody else gets to see: all of them or, when one is refused, none. Where no mail can be sent: `conflict`. Else as `invitation:create`.',
  }),
  'invitation:list': defineEvent({
    access: 'colleague',
    budget: 'read',
    payload: InvitationListPayload,
    data: InvitationListData,
    says: 'The invitations that can still be used: your own, and everybody’s for admins. Without their tokens.',
  }),
  'invitation:revoke': defineEvent({
    access: 'colleague',
    budget: 'change',
    payload: InvitationRevokePayload,
    data: Invitation,
    says: 'Ends an invitation of your own; admins may end anybody’s. One that was used or is over is `not_found`.',
  }),
};
