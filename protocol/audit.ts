import { z } from 'zod';
import { defineEvent } from './define.ts';
import { limits } from './limits.ts';
import { Id, LogPosition, line, pageSize, Timestamp } from './primitives.ts';

/** What is written down: what it is about, and what was done. Whoever reads them may meet others, of a later version. */
export const AuditAction = z.enum([
  'account.create',
  'account.password',
  'account.address',
  'account.role',
  'account.deactivate',
  'account.reactivate',
  'account.delete',
  'account.rename',
  'account.reset',
  'account.reset-link',
  'account.protect',
  'account.unprotect',
  'account.recovery',
  'account.link',
  'account.unlink',
  'passkey.create',
  'passkey.end',
  'session.begin',
  'session.end',
  'token.create',
  'token.end',
  'bot.create',
  'bot.change',
  'bot.delete',
  'hook.create',
  'hook.change',
  'hook.delete',
  'hook.off',
  'invitation.create',
  'invitation.revoke',
  'workspace.update',
  'ticket-settings.update',
  'room.archive',
  'room.unarchive',
  'room.visibility',
  'room.owner',
  'room.remove',
  'system.retry',
  'source.create',
  'source.change',
  'source.rotate',
  'source.end',
  'dead-letter.mend',
  'dead-letter.retry',
  'dead-letter.discard',
  'dead-letter.restore',
  'dead-letter.cancel',
  'source.expect',
  'system.restore',
  'audit.export',
  'export.create',
  'export.cancel',
  'export.download',
]);
export type AuditAction = z.infer<typeof AuditAction>;

/** A thing by its kind, as `person` or `room`, and its id; with its name, as far as there still is such a one. */
const Subject = z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() });

/** Something that was done, or refused. What each action says in `detail` is its own; a later version may say more. */
export const AuditEntry = z.object({
  seq: LogPosition,
  at: Timestamp,
  /** Who did it; null for somebody who was not signed in. */
  actor: z.object({ id: Id, name: z.string().nullable() }).nullable(),
  action: z.string(),
  subject: Subject.nullable(),
  /** From where. */
  address: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  refused: z.boolean(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** Which entries are meant; without anything all of them. */
export const AuditFilter = z.object({
  actorId: Id.optional(),
  action: line(100).optional(),
  subjectId: line(200).optional(),
  refused: z.boolean().optional(),
  after: Timestamp.optional(),
  before: Timestamp.optional(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

export const AuditListPayload = AuditFilter.extend({
  /** Of the page before: entries before this one. */
  beforeSeq: LogPosition.optional(),
  limit: pageSize(limits.auditPage, 50),
});
/**
 * The latest first. `next`: where the following page begins, as `beforeSeq`; null when there is none. A page may be short, or empty,
 * and have a next one: it looks at no more than so many entries.
 */
export const AuditListData = z.object({ entries: z.array(AuditEntry), next: LogPosition.nullable() });

/** Which entries a file is of. */
export const AuditExportPayload = AuditFilter.extend({ format: z.enum(['ndjson', 'csv']).default('ndjson') });
export const AuditExportData = z.object({ path: z.string() });

/** What an admin may ask of what was done. */
export const auditEvents = {
  'audit:list': defineEvent({
    access: 'admin',
    budget: 'read',
    weight: () => 5,
    payload: AuditListPayload,
    data: AuditListData,
    says: 'What was done and what was refused, the latest first, by who did it, on whom or what, what it was, and when.',
  }),
  'audit:export': defineEvent({
    access: 'admin',
    budget: 'read',
    dear: true,
    needs: 'session',
    payload: AuditExportPayload,
    data: AuditExportData,
    says: 'Where the log can be downloaded as a file, with the session of this page, within the next minutes.',
  }),
};
