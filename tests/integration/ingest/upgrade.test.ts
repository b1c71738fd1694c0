import type pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { migrate } from '../../../server/engine/store/migrations.ts';
import { databaseBefore } from '../../support/older-database.ts';
import { arrivalOf, openWorkbench, sampleEvent } from './workbench.ts';

const stored = 1_000;

const byTheVersionBefore = (client: pg.Client, source: string, events: object[]) =>
  client
    .query<{ outcome: string }>('select outcome from ingest_tickets($1, $2, $3, null, null, null, null, null)', [
      source,
      JSON.stringify(events),
      '[]',
    ])
    .then(({ rows }) => rows.map(({ outcome }) => outcome));

it('A database of the version before keeps every id: repeats are known, and another content is noticed', async () => {
  const { url, client } = await databaseBefore('_nothing_lost_at_the_door');
  const events = Array.from({ length: stored }, (_, n) =>
    sampleEvent({ eventId: `e${n}`, occurredAt: '2026-01-02T03:04:05.678Z' }),
  );
  await byTheVersionBefore(client, 'kafka', events);
  await migrate(url, () => {});
  const bench = await openWorkbench(url);
  onTestFinished(() => bench.close());
  const take = async (source: 'kafka' | 'http', values: object[]) => {
    const taken = await bench.intake.take(
      source,
      values.map((value) => arrivalOf(value)),
    );
    return taken.fenced ? [] : taken.outcomes.map(({ outcome }) => outcome);
  };
  expect(new Set(await take('kafka', events))).toEqual(new Set(['repeated']));
  expect(await take('kafka', [{ ...events[0], title: 'Another' }])).toEqual(['conflicting']);
  expect(await take('http', events.slice(0, 1))).toEqual(['created']);
  expect(await bench.stored()).toHaveLength(stored + 1);
});
