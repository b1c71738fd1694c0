import { setTimeout as delay } from 'node:timers/promises';
import { type Data, limits, type SourceBook } from '../../protocol/index.ts';
import type { Metrics } from '../engine/ops/metrics.ts';
import type { Database } from '../engine/store/database.ts';
import type { SourceSurvey } from './survey.ts';

/** Milliseconds that a look at the metrics waits for the database. While that is away, nothing is said of sources. */
const patience = 500;
/** So many are counted. */
const mostLetters = 10_000;

const standing = `
  select d.source, count(*)::int as letters
  from (select d.source from dead_letter d where d.state = 'standing' limit ${mostLetters}) d group by d.source`;

const lastGaps = `
  select g.source, extract(epoch from max(g.at))::float8 as at
  from (select s.source, s.kind, s.at from source_gap s order by s.id desc limit ${limits.sourceGapsKept}) g
  where g.kind in ('gone', 'lost') group by g.source`;

const outcomes = ['passed', 'notForUs', 'read', 'created', 'repeated', 'conflicting', 'dead', 'mended'] as const;

type Measured = Pick<
  Metrics,
  | 'sourceEvents'
  | 'sourceLagEvents'
  | 'sourceLagSeconds'
  | 'sourceLastEvent'
  | 'sourceAlarms'
  | 'sourceLastGap'
  | 'deadLetters'
>;
type Letters = { source: string; letters: number }[];
type Gaps = { source: string; at: number }[];

/** @returns sets the metrics of the books to what is stored; from any process, and never for longer than half a second */
export const sourceMeasure = (
  metrics: Measured,
  survey: Pick<SourceSurvey, 'read'>,
  database: Pick<Database, 'query'>,
): (() => Promise<void>) => {
  const read = async () =>
    await Promise.all([
      survey.read(),
      database.query<Letters[number]>('dead_letters_standing', standing, []),
      database.query<Gaps[number]>('source_gaps_last', lastGaps, []),
    ]);
  return async () => {
    const reading = read();
    // It may fail after nobody waits for it any more.
    reading.catch(() => {});
    const found = await Promise.race([reading, delay(patience, undefined, { ref: false })]).catch(() => undefined);
    for (const gauge of gaugesOf(metrics)) gauge.reset();
    if (found !== undefined) set(metrics, ...found);
  };
};

const gaugesOf = (metrics: Measured) => [
  ...[metrics.sourceEvents, metrics.sourceLagEvents, metrics.sourceLagSeconds, metrics.sourceLastEvent],
  ...[metrics.sourceAlarms, metrics.sourceLastGap, metrics.deadLetters],
];

const labelsOf = ({ source, topic, partition }: Pick<SourceBook, 'source' | 'topic' | 'partition'>) => ({
  ...{ source, topic: topic ?? '', partition: partition === null ? '' : String(partition) },
});

const set = (metrics: Measured, { books, alarms }: Data<'source:books'>, letters: Letters, gaps: Gaps): void => {
  for (const book of books) {
    const labels = labelsOf(book);
    for (const outcome of outcomes) metrics.sourceEvents.inc({ ...labels, outcome }, book[outcome]);
    if (book.lagEvents !== null) metrics.sourceLagEvents.inc(labels, book.lagEvents);
    if (book.lagSeconds !== null) metrics.sourceLagSeconds.set(labels, book.lagSeconds);
    if (book.movedAt !== null)
      metrics.sourceLastEvent.set(labels, Math.max(0, Date.now() - Date.parse(book.movedAt)) / 1_000);
    // From nothing to something is a change only where nothing was said.
    metrics.sourceLastGap.set({ source: book.source }, 0);
    metrics.deadLetters.set({ source: book.source }, 0);
  }
  for (const alarm of alarms) metrics.sourceAlarms.set({ ...labelsOf(alarm), kind: alarm.kind }, 1);
  for (const { source, at } of gaps) metrics.sourceLastGap.set({ source }, at);
  for (const { source, letters: count } of letters) metrics.deadLetters.set({ source }, count);
};
