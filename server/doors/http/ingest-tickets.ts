import type { IncomingHttpHeaders } from 'node:http';
import { type IngestData, paths, type Result } from '../../../protocol/index.ts';
import { answerWith, type Route } from './route.ts';

type Posted = { headers: IncomingHttpHeaders; body: Buffer };
type Answer = { status: number; body: Result<IngestData> };

/** Takes a request that may be signed; the webhook's source in `sources/`. */
type TicketIngest = (request: Posted) => Promise<Answer>;
/** The same, for the source that an admin has named so. */
type NamedIngest = (key: string, request: Posted) => Promise<Answer>;

/** One signed ticket event, or an array of them. */
export const ingestTickets =
  (ingest: TicketIngest): Route['answer'] =>
  async ({ headers, body }) => {
    const { status, body: answer } = await ingest({ headers, body });
    return answerWith(answer, status);
  };

/** The same, for the named source whose key ends the address. */
export const ingestNamed =
  (ingest: NamedIngest): Route['answer'] =>
  async ({ request, headers, body }) => {
    const key = new URL(request.url).pathname.slice(paths.ingest.length + 1);
    const { status, body: answer } = await ingest(key, { headers, body });
    return answerWith(answer, status);
  };
