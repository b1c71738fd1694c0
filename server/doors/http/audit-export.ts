import { z } from 'zod';
import { AuditFilter, accesses, failure, fromZodError, hasAccess } from '../../../protocol/index.ts';
import { type AuditFormat, exportAudit, record } from '../../audit/index.ts';
import type { Database } from '../../engine/store/database.ts';
import type { Sessions } from '../../people/index.ts';
import { answerWith, type Route } from './route.ts';

const Query = AuditFilter.extend({
  format: z.enum(['ndjson', 'csv']).default('ndjson'),
  refused: z.stringbool().optional(),
});

const types: Record<AuditFormat, string> = {
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
};

// Text is taken from the database as fast as the one who asked reads it, and no further.
const streamOf = (parts: AsyncGenerator<string>): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      pull: async (controller) => {
        const { done, value } = await parts.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      cancel: async () => {
        await parts.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
};

/** The audit log as a file, for admins with the session of a page; that it was taken is an entry of it. */
export const answerAuditExport =
  ({ sessions, database }: { sessions: Pick<Sessions, 'byCookie'>; database: Database }): Route['answer'] =>
  async ({ request, headers, address }) => {
    const identity = await sessions.byCookie(headers.cookie);
    if (identity === null) return answerWith(failure('unauthenticated', 'sign in first'));
    if (!hasAccess('admin', identity.me.role)) return answerWith(failure('forbidden', accesses.admin.refusal));
    const from = headers['sec-fetch-site'];
    if (from !== undefined && from !== 'same-origin' && from !== 'none')
      return answerWith(failure('forbidden', 'only for pages of this site'));
    const query = Query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!query.success) return answerWith(fromZodError(query.error));
    const { format, ...filter } = query.data;
    await record(database, { actorId: identity.me.id, action: 'audit.export', detail: query.data, address });
    const name = `audit-${new Date().toISOString().slice(0, 10)}.${format}`;
    return new Response(streamOf(exportAudit(database, format, filter)), {
      headers: {
        'content-type': types[format],
        'content-disposition': `attachment; filename="${name}"`,
        'cache-control': 'no-store',
      },
    });
  };
