import { z } from 'zod';
import { defineEvent } from './define.ts';
import { limits } from './limits.ts';
import { Id, oneOf, Timestamp } from './primitives.ts';

/** A file that is being written, or is kept for some days: lines of JSON (NDJSON), as docs/exports.md says. */
export const Export = z.object({
  id: Id,
  /** `person`: what is one person’s own, for themselves. */
  scope: oneOf(['everything', 'room', 'person'], 'everything'),
  /** Of one room, which; without a name when it is gone. */
  room: z.object({ id: Id, name: z.string().nullable() }).nullable(),
  /** Who asked for it; without a name when their account is gone. */
  askedBy: z.object({ id: Id, name: z.string().nullable() }),
  askedAt: Timestamp,
  /** `waiting` for a worker. */
  state: oneOf(['waiting', 'running', 'done', 'failed'], 'running'),
  /** About how much is written, from 0 to 1; null where that cannot be told. */
  progress: z.number().nullable(),
  messages: z.int().nonnegative(),
  /** Of the text, as it is downloaded. */
  bytes: z.int().nonnegative(),
  /** Why it does not go on for now, or has failed. */
  problem: oneOf(['retried', 'too_large'], 'retried').nullable(),
  endedAt: Timestamp.nullable(),
  /** When it is removed; null while it is written. */
  keptUntil: Timestamp.nullable(),
});
export type Export = z.infer<typeof Export>;

/** `roomId` null: everything there is. */
export const ExportCreatePayload = z.object({ roomId: Id.nullable() });
export const ExportOwnPayload = z.object({});
export const ExportListPayload = z.object({});
/** The latest first. */
export const ExportListData = z.object({ exports: z.array(Export) });
export const ExportCancelPayload = z.object({ exportId: Id });
export const ExportOpenPayload = z.object({ exportId: Id });
export const ExportOpenData = z.object({ path: z.string() });

const busy = `\`conflict\` says why not now: \`export_running\` (one of yours is being written), \`exports_busy\` (others’ are), \`too_many_exports\` (${limits.exportsKept} are kept: remove one).`;

/** What can be asked of exports. A program cannot: what it wrote would outlive its token. */
export const exportEvents = {
  'export:create': defineEvent({
    access: 'admin',
    budget: 'change',
    dear: true,
    needs: 'session',
    payload: ExportCreatePayload,
    data: Export,
    says: `Has one room written to a file, or everything: people, rooms, memberships, messages, pictures, tickets, settings; never passwords, tokens or other secrets. A worker writes it; look at \`export:list\`. ${busy}`,
  }),
  'export:list': defineEvent({
    access: 'admin',
    budget: 'read',
    payload: ExportListPayload,
    data: ExportListData,
    says: 'Exports of rooms and of everything that are being written or kept.',
  }),
  'export:create-own': defineEvent({
    access: 'user',
    budget: 'change',
    dear: true,
    needs: 'session',
    payload: ExportOwnPayload,
    data: Export,
    says: `Has what is your own written to a file: profile, memberships, what you keep for yourself, your messages, and the text of the direct conversations you are in. ${busy}`,
  }),
  'export:list-own': defineEvent({
    access: 'user',
    budget: 'read',
    payload: ExportListPayload,
    data: ExportListData,
    says: 'Exports of what is your own.',
  }),
  'export:cancel': defineEvent({
    access: 'user',
    budget: 'change',
    needs: 'session',
    payload: ExportCancelPayload,
    data: z.object({ exportId: Id }),
    says: 'Stops an export, or removes a file: one of your own, and as an admin those of rooms and of everything. Others’ are `not_found`.',
  }),
  'export:open': defineEvent({
    access: 'user',
    budget: 'read',
    dear: true,
    needs: 'session',
    payload: ExportOpenPayload,
    data: ExportOpenData,
    says: 'Where a file that is done can be downloaded with the session of this page, within the next minutes. Others’ are `not_found`.',
  }),
};
