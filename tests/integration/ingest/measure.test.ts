import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { openDatabase } from '../../../server/engine/store/database.ts';
import { SourceSurvey, sourceMeasure } from '../../../server/sources/index.ts';
import { arrivalOf, openWorkbench, sampleEvent, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
});
afterAll(() => bench?.close());

const linesOf = (text: string, name: string): string[] =>
  text.split('\n').filter((line) => line.startsWith(`switchboard_${name}`));

it('what is stored of sources is told to whoever asks for the metrics, and nothing of what is not known', async () => {
  await bench.intake.take('http', [arrivalOf(sampleEvent()), arrivalOf({ priority: 'whenever' })]);
  await bench.database.pool.query(
    `insert into source_reach (source, consumer_group, topic, partition, looked_at, told_at, end_offset, marks)
     values ('kafka', 'g', 'tickets@1', 3, now(), now(), 7,
             jsonb_build_array(jsonb_build_object('end', 7, 'at', extract(epoch from now() - interval '90 seconds') * 1000)))`,
  );
  await bench.database.pool.query(
    `insert into source_gap (source, consumer_group, topic, partition, kind, from_offset, next_offset, at)
     values ('kafka', 'g', 'tickets@1', 3, 'gone', 0, 5, '2026-01-01T00:00:00Z'), ('kafka', 'g', 'tickets@1', 3, 'anew', 0, 0, now())`,
  );
  const metrics = createMetrics();
  await sourceMeasure(metrics, new SourceSurvey(bench.database), bench.database)();
  const text = await metrics.registry.metrics();
  const place = 'source="kafka",topic="tickets",partition="3"';
  expect(linesOf(text, 'source_lag_events')).toEqual([`switchboard_source_lag_events{${place}} 7`]);
  const [seconds = ''] = linesOf(text, 'source_lag_seconds');
  expect(Number(seconds.split(' ').at(-1))).toBeGreaterThanOrEqual(90);
  expect(linesOf(text, 'source_alarm')).toEqual([`switchboard_source_alarm{${place},kind="stalled"} 1`]);
  expect(linesOf(text, 'source_events')).toContain(
    'switchboard_source_events{source="http",topic="",partition="",outcome="created"} 1',
  );
  expect(linesOf(text, 'dead_letters{')).toEqual([
    'switchboard_dead_letters{source="http"} 1',
    'switchboard_dead_letters{source="kafka"} 0',
  ]);
  expect(linesOf(text, 'source_last_gap').map((line) => line.split(' ').at(-1))).toEqual(['0', '1767225600']);
});

it('a database that does not answer keeps nobody from the other metrics, and nothing old is told', async () => {
  const away = openDatabase('postgresql://nobody:nothing@127.0.0.1:1/none', bench.log);
  onTestFinished(() => away.close());
  const metrics = createMetrics();
  metrics.sourceLagEvents.set({ source: 'kafka', topic: 'tickets', partition: '3' }, 7);
  await sourceMeasure(metrics, new SourceSurvey(away), away)();
  expect(linesOf(await metrics.registry.metrics(), 'source_')).toEqual([]);
});
