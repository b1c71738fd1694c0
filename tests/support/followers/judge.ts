import type pg from 'pg';
import { limits } from '../../../protocol/index.ts';
import { miscounted } from './deeds.ts';

// What each table would be if it were computed from the log now.
const wrongWords = `
  select coalesce(m.id, s.message_id) as id
  from (select * from message where deleted_at is null) m full join message_search s on s.message_id = m.id
  where (m.id, m.conversation_id, m.seq, m.version) is distinct from (s.message_id, s.conversation_id, s.seq, s.version)`;
const wrongSummaries = `
  select coalesce(c.id, s.conversation_id) as id
  from (
    select distinct on (conversation_id) conversation_id as id, seq, author_id, left(body, ${limits.previewText}) as body,
           created_at, deleted_at is not null as deleted, max(version) over (partition by conversation_id) as version
    from message order by conversation_id, seq desc
  ) c full join conversation_summary s on s.conversation_id = c.id
  where (c.id, c.version, c.seq, c.author_id, c.body, c.created_at, c.deleted)
        is distinct from (s.conversation_id, s.version, s.seq, s.author_id, s.body, s.at, s.deleted)`;

/** @returns what followers have in their tables that differs from the log, a line each */
export const differences = async (pool: pg.Pool): Promise<string[]> => {
  const ids = async (what: string, query: string) =>
    (await pool.query<{ id: string }>(query)).rows.map(({ id }) => `${what} of ${id}`);
  const counts = Object.entries(await miscounted(pool, 'counts')).map(
    ([id, times]) => `deed ${id} counted ${times} times`,
  );
  return [...(await ids('words', wrongWords)), ...(await ids('summary', wrongSummaries)), ...counts];
};
