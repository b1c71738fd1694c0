import type { IncomingHttpHeaders } from 'node:http';
import type { IngestData, Result } from '../../../protocol/index.ts';
import { answerWith, type Route } from './route.ts';

/** Takes a request that may be signed; the webhook's source in `ingest/`. */
export type TicketIngest = (request: {
  headers: IncomingHttpHeaders;
  body: Buffer;
}) => Promise<{ status: number; body: Result<IngestData> }>;

/** One signed ticket event, or an array of them. */
export const ingestTickets =
  (ingest: TicketIngest): Route['answer'] =>
  async ({ headers, body }) => {
    const { status, body: answer } = await ingest({ headers, body });
    return answerWith(answer, status);
  };
