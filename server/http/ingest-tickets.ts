import type { IncomingHttpHeaders } from 'node:http';
import { failure, type IngestData, type Result } from '../../protocol/index.ts';
import { readBody, respond } from './respond.ts';
import type { Route } from './server.ts';

/** Takes a request that may be signed; the webhook's source in `ingest/`. */
type TicketIngest = (request: {
  headers: IncomingHttpHeaders;
  body: Buffer;
}) => Promise<{ status: number; body: Result<IngestData> }>;

/** POST /api/ingest/tickets: one signed ticket event, or an array of them. */
export const ingestTicketsRoute =
  (ingest: TicketIngest): Route =>
  async (request, response) => {
    if (request.method !== 'POST') {
      respond(response, failure('not_found', 'use POST'), 405);
      return;
    }
    const body = await readBody(request);
    if (!body.ok) {
      respond(response, body);
      return;
    }
    const { status, body: answer } = await ingest({ headers: request.headers, body: body.data });
    respond(response, answer, status);
  };
