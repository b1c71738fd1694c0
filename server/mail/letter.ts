import { z } from 'zod';

/** The languages that a letter can be written in. */
export const Language = z.enum(['en', 'zh']);
export type Language = z.infer<typeof Language>;

const link = z.url();
const name = z.string();

/** What each letter says of its own; the texts are in templates/. */
export const letters = {
  /** Somebody is invited. `host`: who invites. */
  invitation: z.object({ host: name, link }),
  /** Somebody, perhaps not the owner of the address, asked for a new password. */
  reset: z.object({ name, link }),
  /** Somebody, perhaps not the owner of the address, wants to make an account for it. */
  'sign-up': z.object({ link }),
  /** The same, where there is an account already. */
  known: z.object({ name, link }),
  /** Whether the address that an account is to have is that of its owner. */
  confirmation: z.object({ name, link }),
  /** To the address that an account had before. */
  moved: z.object({ name, link }),
  /** An admin has taken the second factor and the passkeys away. */
  unprotected: z.object({ name, link }),
  /** An admin tries whether mail arrives. */
  test: z.object({ name, link }),
} as const;

export type Template = keyof typeof letters;
export const Template = z.enum(Object.keys(letters) as [Template, ...Template[]]);
/** What a letter of this template holds. */
export type Content<T extends Template> = z.output<(typeof letters)[T]>;
