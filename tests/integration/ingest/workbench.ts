import { randomUUID } from 'node:crypto';
import type { Rejection, TicketEvent } from '../../../protocol/index.ts';
import { createLogger, type Logger } from '../../../server/engine/ops/log.ts';
import { createMetrics, type Metrics } from '../../../server/engine/ops/metrics.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { migrate } from '../../../server/engine/store/migrations.ts';
import { readText } from '../../../server/sources/event.ts';
import { type Arrival, Intake } from '../../../server/sources/intake.ts';
import type { IncomingEvent } from '../../../server/tickets/rejections.ts';
import { freshDatabase } from '../../support/shared.ts';

/** A migrated database and an intake on it, and what the intake has published. */
export type Workbench = {
  url: string;
  database: Database;
  intake: Intake;
  log: Logger;
  metrics: Metrics;
  published: Rejection[];
  stored(): Promise<{ event_id: string; ticket_id: string; source: string; seq: number }[]>;
  deadLetters(): Promise<{ source: string; origin: string; position: string; payload: Buffer; error: string }[]>;
  close(): Promise<void>;
};

/** @param databaseUrl an empty database; without it one on the shared server */
export const openWorkbench = async (databaseUrl?: string): Promise<Workbench> => {
  const url = databaseUrl ?? (await freshDatabase());
  await migrate(url, () => {});
  const log = createLogger(process.env.TEST_LOG_LEVEL ?? 'silent', 'test');
  const metrics = createMetrics();
  const database = openDatabase(url, log);
  const published: Rejection[] = [];
  const publish = (batches: { entries: unknown[] }[]) =>
    published.push(...batches.flatMap(({ entries }) => entries as Rejection[]));
  return {
    url,
    database,
    log,
    metrics,
    published,
    intake: new Intake({ database, publish, metrics, log }),
    stored: async () =>
      (await database.pool.query('select event_id, ticket_id, source, seq::int from rejection order by seq')).rows,
    deadLetters: async () =>
      (await database.pool.query('select source, origin, position, payload, error from dead_letter order by id')).rows,
    close: () => database.close(),
  };
};

export const sampleEvent = (over: Partial<TicketEvent> = {}): TicketEvent => ({
  eventId: randomUUID(),
  ticketId: 'T-1',
  title: 'Refund 12 €',
  reasonCode: 'policy',
  reason: 'Out of the return window',
  rejectedBy: 'bot',
  priority: 'normal',
  occurredAt: '2026-01-02T03:04:05.678Z',
  ...over,
});

/** An event as a source would have read it. */
export const incoming = (event: TicketEvent): IncomingEvent => {
  const reading = readText(JSON.stringify(event));
  if (!reading.ok) throw new Error(reading.error);
  return reading.event;
};

export const arrivalOf = (value: unknown, position: string = randomUUID()): Arrival => ({
  payload: Buffer.from(JSON.stringify(value)),
  reading: readText(JSON.stringify(value)),
  origin: 'test',
  position,
});
