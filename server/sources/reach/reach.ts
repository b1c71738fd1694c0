import { z } from 'zod';
import type { Database } from '../../engine/store/database.ts';
import { marked } from './marks.ts';

/** Of which books: the names of the broker's side, as they stand in `source_book`. */
type Shelf = { source: string; group: string; topic: string };
/** What the broker says of one partition. */
export type Told = {
  /** The oldest offset that it still has, and the one behind its newest. */
  first: number;
  end: number;
  /** When the last event that was read had been sent, in milliseconds; null where nobody knows. */
  lastAt: number | null;
};
/** A partition that is to be asked about, and its next offset; where there are no offsets, how many were read. */
type Asked = { partition: number; position: number };

const interval = '4.5 seconds';

// One of all workers looks, at most every five seconds. Whoever brings its answer after another one has begun to look is told apart
// by the turn.
const claim = `
  insert into source_reach as r (source, consumer_group, topic, partition, looked_at)
  select $1, $2, $3, p, clock_timestamp() from unnest($4::int[]) p order by p
  on conflict (source, consumer_group, topic, partition) do update set turn = r.turn + 1, looked_at = excluded.looked_at
  where r.looked_at < excluded.looked_at - interval '${interval}'
  returning r.partition, r.turn::float8 as turn, r.marks, r.looked_at,
    case when r.consumer_group = '' then (
      select b.read from source_book b
      where b.source = r.source and b.consumer_group = '' and b.topic = r.topic and b.partition = r.partition)
    else (
      select o.next_offset from consumer_offset o
      where o.consumer_group = r.consumer_group and o.topic = r.topic and o.partition = r.partition)
    end::float8 as position`;
const tell = `
  update source_reach r
  set told_at = r.looked_at, first_offset = t.first, end_offset = t."end", marks = t.marks,
      last_event_at = coalesce(to_timestamp(t."lastAt" / 1000.0), r.last_event_at)
  from jsonb_to_recordset($4::jsonb) t (partition int, turn bigint, first bigint, "end" bigint, marks jsonb, "lastAt" float8)
  where r.source = $1 and r.consumer_group = $2 and r.topic = $3 and r.partition = t.partition and r.turn = t.turn
  returning r.partition`;

const Marks = z.array(z.object({ end: z.number(), at: z.number() })).catch([]);

type Claimed = { partition: number; turn: number; marks: unknown; looked_at: Date; position: number | null };

/** How far the broker is, beside how far it was read. Asking it costs no event anything, and no event waits for it. */
export class Reach {
  readonly #database: Pick<Database, 'query'>;
  readonly #shelf: Shelf;

  constructor(database: Pick<Database, 'query'>, shelf: Shelf) {
    this.#database = database;
    this.#shelf = shelf;
  }

  /**
   * Asks about those partitions that nobody has asked about for five seconds, and writes down what the broker says; what came too late,
   * because somebody else has begun to ask since, is dropped.
   * @param ask asks the broker, about some of these partitions; those that it does not know are left out
   * @returns of how many partitions something was written down
   * @throws the database's error, or the broker's
   */
  async look(
    partitions: readonly number[],
    ask: (asked: readonly Asked[]) => Promise<ReadonlyMap<number, Told>>,
  ): Promise<number> {
    const { source, group, topic } = this.#shelf;
    const shelf = [source, group, topic];
    const claimed = await this.#database.query<Claimed>('source_reach_claim', claim, [...shelf, partitions]);
    if (claimed.length === 0) return 0;
    const asked = claimed.map(({ partition, position }) => ({ partition, position: position ?? 0 }));
    const told = await ask(asked);
    const rows = claimed.flatMap(({ partition, turn, marks, looked_at, position }) => {
      const answer = told.get(partition);
      if (answer === undefined) return [];
      // What is gone at the broker is passed over, and has not waited.
      const from = Math.max(position ?? 0, answer.first);
      const at = { position: from, end: answer.end, at: looked_at.getTime() };
      return [{ partition, turn, ...answer, marks: marked(Marks.parse(marks), at) }];
    });
    const kept = await this.#database.query('source_reach_tell', tell, [...shelf, JSON.stringify(rows)]);
    return kept.length;
  }
}
