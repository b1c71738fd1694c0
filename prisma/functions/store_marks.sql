-- 2
-- Moves read marks, at most one of a person in a room, and counts those that moved in the logs of their people. One that may
-- not go back so far, or has nowhere to go, stays where it is and changes nothing. A mark swallows what was read before it
-- got there. Where it goes back, one's own messages after it stay read: they are looked for once, here, in the few that a
-- mark can go back over.
--
-- Nothing is locked or made for marks that do not move, or are not a member's.
--
-- Returned of each that is a member's: the mark as it is now; in which version of the person's log it moved, null when it did
-- not; and how far that log was before.
create or replace function store_marks(rooms uuid[], readers uuid[], seqs bigint[], backs boolean[], furthest_back bigint)
returns table (
  conversation_id uuid, user_id uuid, read_turn int, read_seq bigint, read_ranges int8multirange, version bigint, base bigint
)
language plpgsql volatile
set enable_seqscan = off
set enable_bitmapscan = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  movers uuid[];
begin
  movers := array(
    select distinct i.reader
    from unnest(rooms, readers, seqs, backs) i (room, reader, seq, back)
    cross join lateral (select * from member m where m.conversation_id = i.room and m.user_id = i.reader limit 1) m
    cross join lateral (select l.last_seq from log l where l.id = i.room limit 1) h
    where least(i.seq, h.last_seq) > m.read_seq or (i.back and greatest(i.seq, m.joined_seq) < m.read_seq)
  );
  if cardinality(movers) > 0 then perform lock_people(movers); end if;
  -- A statement of its own: it sees the marks and the heads as they are now that the logs are locked.
  return query
  with asked as materialized (
    select m.conversation_id, m.user_id, m.read_turn, m.read_seq, m.read_ranges, m.joined_seq, i.seq, h.last_seq,
      (select l.last_version from log l where l.id = i.reader and i.reader = any (movers)) as base,
      i.back and greatest(i.seq, m.joined_seq) < m.read_seq and h.last_seq - i.seq <= furthest_back as goes_back
    from (select * from unnest(rooms, readers, seqs, backs) t (room, reader, seq, back) order by 1, 2) i
    cross join lateral (select * from member m where m.conversation_id = i.room and m.user_id = i.reader limit 1) m
    cross join lateral (select l.last_seq from log l where l.id = i.room limit 1) h
  ),
  news as materialized (
    select a.*, row_number() over (partition by a.user_id order by a.conversation_id) as place
    from asked a where a.base is not null and (a.goes_back or least(a.seq, a.last_seq) > a.read_seq)
    order by a.conversation_id, a.user_id
  ),
  moved as (
    update member m
    set read_seq = case when n.goes_back then greatest(n.seq, n.joined_seq)
          else least(n.seq, n.last_seq) end,
        read_turn = m.read_turn + n.goes_back::int,
        read_ranges = case
          when n.goes_back then coalesce((
            select range_agg(int8range(o.seq, o.seq, '[]')) from message o
            where o.conversation_id = n.conversation_id and o.seq > greatest(n.seq, n.joined_seq) and o.author_id = n.user_id
          ), '{}')
          when isempty(m.read_ranges) then m.read_ranges
          else m.read_ranges * int8multirange(int8range(least(n.seq, n.last_seq) + 1, null)) end,
        version = n.base + n.place,
        xid = pg_current_xact_id()
    from news n
    where m.conversation_id = n.conversation_id and m.user_id = n.user_id
    returning m.conversation_id, m.user_id, m.read_turn, m.read_seq, m.read_ranges, m.version
  ),
  counted as (
    update log l set last_version = l.last_version + n.count
    from (select n.user_id, count(*) as count from news n group by n.user_id) n
    where l.id = n.user_id
  )
  select a.conversation_id, a.user_id, coalesce(o.read_turn, a.read_turn), coalesce(o.read_seq, a.read_seq),
    coalesce(o.read_ranges, a.read_ranges), o.version, a.base
  from asked a left join moved o on o.conversation_id = a.conversation_id and o.user_id = a.user_id;
end $$;
