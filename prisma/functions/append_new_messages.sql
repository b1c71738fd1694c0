-- 1
-- Stores a batch of sends against which nothing speaks, which nearly every batch is, for two thirds of what
-- append_messages costs (docs/decisions/0019). When one of them is refused or a repeat, nothing is stored and all that is
-- returned is null: append_messages judges such a batch.
--
-- conversation_ids is in ascending order and without repeats, as is therefore the order of the locks: by an index scan, never
-- by a bitmap, which would lock in the order in which they lie in the table, and two appends could wait for each other. For each of them:
-- counts, the number of its sends. For each send, in the order given: conversation_places, the place of its conversation
-- there, from 1; sends_after, the number of sends to the same conversation that follow; and what is stored. No (author,
-- client id) is there twice. thread_ids and contents are null for what is only text. Returned for each conversation: the numbers of its last message; and when all were made.
create or replace function append_new_messages(
  conversation_ids uuid[], counts int[],
  conversation_places int[], sends_after int[],
  ids uuid[], author_ids uuid[], client_ids uuid[], bodies text[], reply_to_ids uuid[], thread_ids uuid[], contents jsonb[],
  out last_seqs bigint[], out last_versions bigint[], out made_at timestamptz
)
language plpgsql volatile
set enable_seqscan = off
set enable_bitmapscan = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  all_open boolean;
  stored int;
begin
  -- The lock and the numbers in one: whoever waited here numbers on from what was committed meanwhile. width_bucket finds
  -- the place in an ascending array; "= any" is a look-up by index and nothing else.
  with taken as (
    update log l
    set last_seq = l.last_seq + counts[width_bucket(l.id, conversation_ids)],
        last_version = l.last_version + counts[width_bucket(l.id, conversation_ids)]
    where l.id = any (conversation_ids)
    returning l.id, l.last_seq, l.last_version, l.sealed, width_bucket(l.id, conversation_ids) as place
  )
  select array_agg(t.last_seq order by t.place), array_agg(t.last_version order by t.place),
         count(*) = cardinality(conversation_ids)
         and every(not t.sealed and t.id = conversation_ids[t.place])
  into last_seqs, last_versions, all_open
  from taken t;

  if all_open then
    made_at := clock_timestamp()::timestamptz(3);
    -- A statement of its own: it sees who is a member, and what was sent, now that the locks are granted.
    insert into message (id, conversation_id, seq, version, author_id, client_id, body, reply_to_id, thread_id, content, created_at)
    select t.id, conversation_ids[t.place], last_seqs[t.place] - t.after, last_versions[t.place] - t.after,
           t.author, t.client, t.body, t.reply, t.thread, t.content, made_at
    from unnest(conversation_places, sends_after, ids, author_ids, client_ids, bodies, reply_to_ids, thread_ids, contents)
         t (place, after, id, author, client, body, reply, thread, content)
    join lateral (
      select from member m where m.conversation_id = conversation_ids[t.place] and m.user_id = t.author limit 1
    ) m on true
    left join lateral (
      select o.id from message o where o.author_id = t.author and o.client_id = t.client limit 1
    ) o on true
    left join lateral (select r.conversation_id from message r where r.id = t.reply limit 1) r on true
    left join lateral (select h.conversation_id from message h where h.id = t.thread limit 1) h on true
    where o.id is null and (t.reply is null or r.conversation_id = conversation_ids[t.place])
      and (t.thread is null or h.conversation_id = conversation_ids[t.place]);
    get diagnostics stored = row_count;
  end if;

  if stored is distinct from cardinality(ids) then
    delete from message m where m.id = any (ids);
    update log l
    set last_seq = l.last_seq - counts[width_bucket(l.id, conversation_ids)],
        last_version = l.last_version - counts[width_bucket(l.id, conversation_ids)]
    where l.id = any (conversation_ids);
    last_seqs := null;
    last_versions := null;
    made_at := null;
    return;
  end if;

  if exists (select from unnest(bodies) body where position('<@' in body) > 0) then
    insert into mention (conversation_id, user_id, seq)
    select distinct conversation_ids[t.place], m.user_id, last_seqs[t.place] - t.after
    from unnest(conversation_places, sends_after, author_ids, bodies) t (place, after, author, body)
    cross join lateral regexp_matches(t.body, '<@([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})>', 'g') named
    cross join lateral (
      select m.user_id from member m
      where m.conversation_id = conversation_ids[t.place] and m.user_id = named[1]::uuid limit 1
    ) m
    where m.user_id <> t.author;
  end if;
end $$;
