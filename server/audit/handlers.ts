import { type auditEvents, type Payload, paths, success } from '../../protocol/index.ts';
import type { HandlersOf } from '../engine/events/handler.ts';
import type { Database } from '../engine/store/database.ts';
import { readAuditPage } from './page.ts';

const pathOf = (payload: Payload<'audit:export'>): string => {
  const said = Object.entries(payload).filter(([, value]) => value !== undefined);
  return `${paths.auditExport}?${new URLSearchParams(said.map(([field, value]) => [field, String(value)]))}`;
};

/** What was done: for admins. */
export const auditHandlers = ({ database }: { database: Database }): HandlersOf<typeof auditEvents> => ({
  'audit:list': async (_caller, payload) => success(await readAuditPage(database, payload)),
  'audit:export': async (_caller, payload) => success({ path: pathOf(payload) }),
});
