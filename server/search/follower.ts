import { type Follower, follower } from '../engine/log/followers/follower.ts';
import { messageSource } from '../messages/index.ts';

const remove = `
  delete from message_search s
  where s.message_id in (
    select l.id from unnest($1::uuid[]) w (id)
    cross join lateral (select m.id from message m where m.id = w.id and m.deleted_at is not null limit 1) l)`;

// What is asked for beside words is a word, too, with a letter in front that no word has: so one index answers all.
const write = `
  insert into message_search (message_id, conversation_id, seq, version, words)
  select l.id, l.conversation_id, l.seq, l.version,
         search_words(l.body) || array_to_tsvector(array_remove(array[
           'in:' || l.conversation_id, 'from:' || l.author_id,
           case when l.body ~* 'https?://' then 'has:link' end, case when l.body like '%<@%' then 'has:mention' end,
           case when l.reply_to_id is not null then 'has:reply' end], null))
  from unnest($1::uuid[]) w (id)
  cross join lateral (select * from message m where m.id = w.id and m.deleted_at is null limit 1) l
  on conflict (message_id) do update
  set version = excluded.version, words = excluded.words
  where message_search.version < excluded.version`;

/** Keeps the words of each message that exists, for searching. */
export const searchFollower: Follower = follower(
  'search',
  { reads: messageSource, begins: 'with everything' },
  async (transaction, messages) => {
    const ids = messages.map(({ id }) => id);
    await transaction.query('search_remove', remove, [ids]);
    await transaction.query('search_write', write, [ids]);
  },
);
