import type { Database } from '../../engine/store/database.ts';
import type { Topic } from './topic.ts';

// Whoever is first to see it tells it, once: the others find the row.
const note = `
  with noted as (
    insert into source_topic as t (source, consumer_group, topic, topic_id, partitions) values ($5, $1, $2, $3, $4)
    on conflict (source, consumer_group, topic, topic_id) do update
    set partitions = greatest(t.partitions, excluded.partitions), seen_at = now()
    returning old.partitions as before, new.partitions as now
  )
  insert into source_gap (source, consumer_group, topic, partition, kind, from_offset, next_offset)
  select $5, $1, $2 || '@' || $3, 0, 'anew', 0, 0 from noted n
  where n.before is null and exists (
    select from source_topic s where s.source = $5 and s.consumer_group = $1 and s.topic = $2 and s.topic_id <> $3)
  union all
  select $5, $1, $2 || '@' || $3, p, 'partition', 0, 0 from noted n, generate_series(n.before, n.now - 1) p`;

/**
 * Tells that a topic was made anew, or has more partitions than it had.
 * @throws the database's error
 */
export const noteTopic = async (
  database: Pick<Database, 'query'>,
  { source, group, topic, id, partitionsCount }: Topic & { source: string; group: string; topic: string },
): Promise<void> => {
  await database.query('source_topic_note', note, [group, topic, id, partitionsCount, source]);
};
