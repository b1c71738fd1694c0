import { z } from 'zod';

/** What is written down: what it is about, and what was done. Whoever reads them may meet others, of a later version. */
export const AuditAction = z.enum([
  'account.create',
  'account.password',
  'account.role',
  'account.reset',
  'account.reset-link',
  'account.protect',
  'account.unprotect',
  'account.recovery',
  'account.link',
  'account.unlink',
  'session.begin',
  'session.end',
  'token.create',
  'token.end',
  'invitation.create',
  'invitation.revoke',
  'room.archive',
  'room.unarchive',
  'room.visibility',
  'room.owner',
  'room.remove',
  'system.retry',
]);
export type AuditAction = z.infer<typeof AuditAction>;
