import { type Data, limits, type Result, type SourceBook, type SourceGap, success } from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';

const books = `
  select b.source, b.topic, b.partition, b.passed::float8 as passed, b.read::float8 as read, b.created::float8 as created,
         b.repeated::float8 as repeated, b.conflicting::float8 as conflicting, b.dead::float8 as dead,
         b.mended::float8 as mended, b.begun_at, b.moved_at
  from source_book b order by b.source, b.consumer_group, b.topic, b.partition limit ${limits.sourceBooks}`;
const gaps = `
  select g.source, g.topic, g.partition, g.kind, g.from_offset::float8 as first, g.next_offset::float8 as beyond, g.at
  from source_gap g order by g.id desc limit ${limits.sourceGaps}`;

type Place = { source: SourceBook['source']; topic: string; partition: number };
type Sums = Record<'passed' | 'read' | 'created' | 'repeated' | 'conflicting' | 'dead' | 'mended', number>;
type BookRow = Place & Sums & { begun_at: Date; moved_at: Date | null };
type GapRow = Place & { kind: SourceGap['kind']; first: number; beyond: number; at: Date };

/** A topic is kept with its id, which is nothing to people. */
const placeOf = ({ source, topic, partition }: Place) => ({
  source,
  topic: topic === '' ? null : topic.slice(0, topic.lastIndexOf('@')),
  partition: topic === '' ? null : partition,
});

const toBook = (row: BookRow): SourceBook => {
  const { passed, read, created, repeated, conflicting, dead, mended } = row;
  return {
    ...placeOf(row),
    ...{ passed, notForUs: passed - read, read, created, repeated, conflicting, dead, mended },
    begunAt: row.begun_at.toISOString(),
    movedAt: row.moved_at?.toISOString() ?? null,
  };
};

/** @returns what each source brought, and what was not to be had, as it stands in the transaction of the last events */
export const readBooks = async (database: Pick<Database, 'query'>): Promise<Result<Data<'source:books'>>> => {
  const [rows, missing] = await Promise.all([
    database.query<BookRow>('source_books', books, []),
    database.query<GapRow>('source_gaps', gaps, []),
  ]);
  return success({
    books: rows.map(toBook),
    gaps: missing.map((row) => ({
      ...placeOf(row),
      ...{ kind: row.kind, from: row.first, to: row.beyond - 1, at: row.at.toISOString() },
    })),
  });
};
