import type { Role } from './people.ts';

/** Which roles may what an access is for. Apart from what there is to say of them in `define.ts`: pages load this first. */
export const admittedRoles = {
  user: ['guest', 'member', 'handler', 'admin'],
  member: ['guest', 'member', 'handler', 'admin'],
  colleague: ['member', 'handler', 'admin'],
  handler: ['handler', 'admin'],
  admin: ['admin'],
} as const satisfies Record<string, readonly Role[]>;
export type Access = keyof typeof admittedRoles;

/** @returns whether somebody of this role may what `access` is for, as far as that follows from the role */
export const hasAccess = (access: Access, role: Role): boolean =>
  admittedRoles[access].some((admitted) => admitted === role);
