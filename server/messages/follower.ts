import { limits } from '../../protocol/index.ts';
import { type Follower, follower } from '../engine/log/followers/follower.ts';
import { messageSource } from './source.ts';

// The head and the newest message are of one moment, so that whoever reads the summary can tell whether it is the present.
// "lateral … limit 1" is a look-up for each conversation, whatever the plan.
const write = `
  insert into conversation_summary (conversation_id, version, seq, author_id, body, at, deleted)
  select w.id, c.last_version, l.seq, l.author_id, left(l.body, ${limits.previewText}), l.created_at, l.deleted_at is not null
  from unnest($1::uuid[]) w (id)
  cross join lateral (select c.last_version, c.last_seq from log c where c.id = w.id limit 1) c
  cross join lateral (select * from message l where l.conversation_id = w.id and l.seq = c.last_seq limit 1) l
  on conflict (conversation_id) do update
  set version = excluded.version, seq = excluded.seq, author_id = excluded.author_id, body = excluded.body,
      at = excluded.at, deleted = excluded.deleted
  where conversation_summary.version < excluded.version`;

/** Keeps time and last line of each conversation, for the list of conversations. */
export const summaryFollower: Follower = follower(
  'conversation-summary',
  { reads: messageSource, begins: 'with everything' },
  async (transaction, messages) => {
    const touched = new Set(messages.map(({ conversationId }) => conversationId));
    await transaction.query('conversation_summaries', write, [[...touched]]);
  },
);
