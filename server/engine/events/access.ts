import { type Access, accesses, type Role } from '../../../protocol/index.ts';

const admitted: Readonly<Record<Access, ReadonlySet<Role>>> = {
  user: new Set(accesses.user.roles),
  member: new Set(accesses.member.roles),
  admin: new Set(accesses.admin.roles),
};

/**
 * The one place that decides by role who may ask. Membership is looked at by the statement that reads or writes.
 * @returns whether somebody of this role may ask an event with this access
 */
export const mayAsk = (access: Access, role: Role): boolean => admitted[access].has(role);
