import { type auditEvents, success } from '../../protocol/index.ts';
import type { HandlersOf } from '../engine/events/handler.ts';
import type { Database } from '../engine/store/database.ts';
import { readAuditPage } from './page.ts';

/** What was done: for admins. */
export const auditHandlers = ({ database }: { database: Database }): HandlersOf<typeof auditEvents> => ({
  'audit:list': async (_caller, payload) => success(await readAuditPage(database, payload)),
});
