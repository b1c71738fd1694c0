-- 4
-- Ticket events, dead letters, the consumed offset of their partition and the books of their source in one transaction. Without a
-- partition (HTTP, RabbitMQ, Redis Streams) the last five arguments are null. A batch that does not start exactly where its
-- partition was left is 'fenced': a zombie or a rebalance; nothing is written. For the rest see take_events and
-- dead_letter.
create or replace function ingest_events(
  of_source text, events jsonb, dead_letters jsonb, most_conflicts int,
  of_group text, of_topic text, of_partition int, from_offset bigint, following_offset bigint
) returns table (ord int, outcome text, rejection rejection)
language plpgsql volatile
as $$
#variable_conflict use_column
declare
  consumed bigint;
begin
  perform 1 from log f where f.id = feed_log() for no key update;

  if of_group is not null then
    insert into consumer_offset (consumer_group, topic, partition, next_offset)
    values (of_group, of_topic, of_partition, following_offset)
    on conflict (consumer_group, topic, partition) do update set next_offset = excluded.next_offset
    where consumer_offset.next_offset = from_offset
    returning next_offset into consumed;
    if consumed is null then return query select 0, 'fenced', null::rejection; return; end if;
  end if;

  insert into dead_letter (source, origin, position, payload, error, headers, key)
  select of_source, d.origin, d.position, decode(d.payload, 'base64'), d.error, d.headers, d.key
  from jsonb_to_recordset(dead_letters) d (
    origin text, position text, payload text, error text, headers jsonb, key text
  )
  on conflict do nothing;

  return query
  with taken as materialized (select * from take_events(of_source, events, most_conflicts)),
  booked as (
    insert into source_book as b (source, consumer_group, topic, partition, passed, read, created, repeated, conflicting, dead, moved_at, event_at)
    select of_source, coalesce(of_group, ''), coalesce(of_topic, ''), coalesce(of_partition, 0),
           coalesce(following_offset - from_offset, c.read), c.read, c.created, c.repeated, c.conflicting, c.dead, clock_timestamp(),
           case when c.read > 0 then clock_timestamp() end
    from (
      select count(*) filter (where t.outcome = 'created') as created, count(*) filter (where t.outcome = 'repeated') as repeated,
             count(*) filter (where t.outcome = 'conflicting') as conflicting, jsonb_array_length(dead_letters) as dead,
             jsonb_array_length(events) + jsonb_array_length(dead_letters) as read
      from taken t
    ) c
    on conflict (source, consumer_group, topic, partition) do update
    set passed = b.passed + excluded.passed, read = b.read + excluded.read, created = b.created + excluded.created,
        repeated = b.repeated + excluded.repeated, conflicting = b.conflicting + excluded.conflicting,
        dead = b.dead + excluded.dead, moved_at = excluded.moved_at, event_at = coalesce(excluded.event_at, b.event_at)
  )
  select t.ord, t.outcome, t.rejection from taken t;
end $$;
