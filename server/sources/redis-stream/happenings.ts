import type { Database } from '../../engine/store/database.ts';
import type { Missing } from './survey.ts';

const missing = `
  insert into source_gap (source, consumer_group, topic, partition, kind, from_offset, next_offset)
  values ($1, '', '', 0, 'gone', $2, $3) on conflict do nothing`;
const forgotten = `
  insert into source_gap (source, consumer_group, topic, partition, kind, from_offset, next_offset)
  select $1, '', '', 0, 'group', 0, 0
  where exists (select from source_book b where b.source = $1 and b.read > 0)`;

type Teller = Pick<Database, 'query'>;

/** Tells that entries were trimmed before they were read; once, however many workers find it. @throws the database's error */
export const tellMissing = async (database: Teller, source: string, { from, next }: Missing): Promise<void> => {
  await database.query('source_gap_missing', missing, [source, from, next]);
};

/** Tells that the group was not there any more, where something was read from the stream before. @throws the database's error */
export const tellForgotten = async (database: Teller, source: string): Promise<void> => {
  await database.query('source_gap_forgotten', forgotten, [source]);
};
