import { z } from 'zod';
import { defineEvent, defineServerEvent } from './define.ts';
import { limits } from './limits.ts';
import { name } from './names.ts';
import { PictureId } from './pictures.ts';
import { Id, oneOf } from './primitives.ts';

/** Who may make an account, once there is one. `domain`: whose e-mail address is of one of the domains, which is confirmed first. */
export const SignUpPolicy = z.enum(['invited', 'open', 'domain', 'closed']);
export type SignUpPolicy = z.infer<typeof SignUpPolicy>;

/** Who may do something: everybody but guests, or admins alone. */
export const Doers = z.enum(['members', 'admins']);
export type Doers = z.infer<typeof Doers>;

/** What is left of an admin's first minutes in a new installation. */
export const FirstStep = z.enum(['name', 'invite', 'ticket']);
export type FirstStep = z.infer<typeof FirstStep>;

/** What everybody who is signed in may know of the workspace. */
export const Workspace = z.object({
  /** Null: nobody has named it. */
  name: z.string().nullable().default(null),
  /** Where its picture is, on this origin; whoever is shown the sign-in page sees it, too. Null: it has none. */
  logo: z.string().nullable().default(null),
  roomsBy: oneOf(Doers.options, 'members').default('members'),
  invitesBy: oneOf(Doers.options, 'members').default('members'),
  /** Whether mail can be sent, as invitations are. */
  mail: z.boolean().default(false),
  /** What is left of the first minutes. */
  steps: z.array(oneOf([...FirstStep.options, 'other'], 'other')).default([]),
});
export type Workspace = z.infer<typeof Workspace>;

/** What admins decide. `signUpFrom`: the variable of the environment that decides instead of them. */
export const WorkspaceSettings = Workspace.extend({
  signUp: oneOf(SignUpPolicy.options, 'closed'),
  signUpFrom: z.string().nullable().default(null),
  domains: z.array(z.string()),
  /** Rooms that newcomers are in at once, and their names. */
  defaultRooms: z.array(z.object({ id: Id, name: z.string() })),
  /** Whether an address can be confirmed, which `domain` needs. */
  confirms: z.boolean().default(false),
});
export type WorkspaceSettings = z.infer<typeof WorkspaceSettings>;

export const workspaceName = name(limits.workspaceName);

/** A domain as it stands behind the @ of an address. */
export const emailDomain = z
  .string()
  .trim()
  .toLowerCase()
  .max(limits.email)
  .regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/, { error: 'is not a domain' });

export const WorkspaceSettingsPayload = z.object({});

/** What is named changes, the rest stays. */
export const WorkspaceUpdatePayload = z.object({
  name: workspaceName.nullable().optional(),
  /** A picture that was sent with `POST /api/pictures`; null takes it away. */
  logo: PictureId.nullable().optional(),
  signUp: SignUpPolicy.optional(),
  domains: z.array(emailDomain).max(limits.workspaceDomains).optional(),
  defaultRoomIds: z.array(Id).max(limits.defaultRooms).optional(),
  roomsBy: Doers.optional(),
  invitesBy: Doers.optional(),
  /** Steps of the first minutes that were taken or skipped. */
  stepsDone: z.array(FirstStep).max(FirstStep.options.length).optional(),
});

/** What a client may ask of the workspace. */
export const workspaceEvents = {
  'workspace:settings': defineEvent({
    access: 'admin',
    budget: 'read',
    payload: WorkspaceSettingsPayload,
    data: WorkspaceSettings,
    says: 'What admins have decided about the workspace: its name, who may make an account, where newcomers are at once, who may make rooms and invite.',
  }),
  'workspace:update': defineEvent({
    access: 'admin',
    budget: 'change',
    payload: WorkspaceUpdatePayload,
    data: WorkspaceSettings,
    says: 'Changes the settings that are named. Newcomers’ rooms must be such that you may add people to, and its picture one that is kept here: `not_found`. What `SIGN_UP` in the environment decides cannot be changed here, nor `domain` be chosen without a domain, or where no mail can be sent by which addresses are confirmed: `conflict`.',
  }),
};

/** What the server says of it. */
export const workspaceServerEvents = {
  workspace: defineServerEvent({
    payload: Workspace,
    says: 'The workspace has another name, or other rules.',
  }),
};
