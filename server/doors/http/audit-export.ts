import { z } from 'zod';
import { AuditExportPayload, accesses, failure, fromZodError, hasAccess } from '../../../protocol/index.ts';
import { type AuditFormat, exportAudit, record } from '../../audit/index.ts';
import type { Database } from '../../engine/store/database.ts';
import { type DownloadOptions, whoDownloads } from './downloads.ts';
import { answerWith, type Route } from './route.ts';
import { fileHeaders, streamOf } from './stream.ts';

const Query = AuditExportPayload.extend({ refused: z.stringbool().optional() });

const types: Record<AuditFormat, string> = {
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
};

/** The audit log as a file, for admins with the session of a page; that it was taken is an entry of it. */
export const answerAuditExport =
  (options: DownloadOptions & { database: Database }): Route['answer'] =>
  async ({ request, headers, address }) => {
    const who = await whoDownloads(options, headers);
    if (!who.ok) return answerWith(who);
    const { me } = who.data;
    if (!hasAccess('admin', me.role)) return answerWith(failure('forbidden', accesses.admin.refusal));
    const query = Query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!query.success) return answerWith(fromZodError(query.error));
    const { format, ...filter } = query.data;
    await record(options.database, { actorId: me.id, action: 'audit.export', detail: query.data, address });
    const name = `audit-${new Date().toISOString().slice(0, 10)}.${format}`;
    return new Response(streamOf(exportAudit(options.database, format, filter)), {
      headers: fileHeaders(name, types[format]),
    });
  };
