import { randomUUID } from 'node:crypto';
import type { Rejection, TicketEvent } from '../../../protocol/index.ts';
import { readValue } from '../../../server/ingest/event.ts';
import { type Arrival, Intake } from '../../../server/ingest/intake.ts';
import { createLogger, type Logger } from '../../../server/ops/log.ts';
import { createMetrics, type Metrics } from '../../../server/ops/metrics.ts';
import { type Database, openDatabase } from '../../../server/store/database.ts';
import { migrate } from '../../../server/store/migrations.ts';
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

export const arrivalOf = (value: unknown, position: string = randomUUID()): Arrival => ({
  payload: Buffer.from(JSON.stringify(value)),
  reading: readValue(value),
  origin: 'test',
  position,
});
