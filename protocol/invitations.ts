import { z } from 'zod';
import { defineEvent } from './define.ts';
import { Id, Timestamp } from './primitives.ts';

/** A way to one account: a link that can be used once, for some days. */
export const Invitation = z.object({
  id: Id,
  createdBy: Id,
  createdAt: Timestamp,
  expiresAt: Timestamp,
});
export type Invitation = z.infer<typeof Invitation>;

export const InvitationCreatePayload = z.object({});
/** `token` is shown this one time. The link is `/sign-up?invitation=` and the token. */
export const InvitationCreateData = z.object({ invitation: Invitation, token: z.string() });

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
    says: 'Makes an invitation: a link for one new account, valid for seven days. At most 20 open ones of one person: `conflict`. Where `SIGN_UP` is `closed`: `forbidden`.',
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
