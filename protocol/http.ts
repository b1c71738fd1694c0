import { z } from 'zod';

/** Paths that exist for programs. Pages belong to `app/`. */
export const paths = {
  socket: '/socket.io',
  alive: '/livez',
  ready: '/readyz',
  metrics: '/metrics',
  ingestTickets: '/api/ingest/tickets',
  /** What begins the address of a named source; its key follows. */
  ingest: '/api/ingest',
  auth: '/api/auth',
  pictures: '/api/pictures',
  auditExport: '/api/audit/export',
  /** What begins the address of an export; its id follows. */
  exports: '/api/exports',
  /** What begins the address of an incoming webhook; its secret follows. */
  hooks: '/api/hooks',
  /** What begins the address of every event; its name follows. */
  events: '/api/v1',
  openApi: '/api/v1/openapi.json',
  eventSchemas: '/api/v1/events.json',
} as const;

/**
 * Headers of a signed ingest request. The timestamp is Unix time, in seconds (10 digits) or milliseconds (13); the
 * signature is `sha256=` and HMAC-SHA256(secret, timestamp + "." + body) in hex. The secret is INGEST_SECRET, or at the address
 * of a named source its own.
 */
export const ingestHeaders = {
  timestamp: 'x-switchboard-timestamp',
  signature: 'x-switchboard-signature',
} as const;

/** A signature older or newer than this, in milliseconds, is refused, so that a recorded request cannot be replayed later. */
export const ingestClockTolerance = 5 * 60_000;

/**
 * What became of each event of a request, in the order they were sent. `conflicting`: its id is known with another
 * content; the ticket stays as it is, and this content is kept beside it.
 */
export const IngestData = z.object({
  results: z.array(
    z.object({
      outcome: z.enum(['created', 'repeated', 'conflicting', 'dead_letter']),
      eventId: z.string().nullable(),
      error: z.string().optional(),
    }),
  ),
});
export type IngestData = z.infer<typeof IngestData>;
