-- 1
-- Writes entries into the logs of their people, one after the other. The last write of a key wins, unless it names the version it
-- saw (0: none), and another one is there: then nothing is changed. Content that is null deletes. When more than `most` of a
-- kind are there, the oldest are deleted; of those that were deleted the newest `remembered` of a kind stay.
--
-- Returned for each write, by its place from 1: the entry as it is now, and whether it changed, was the same before, or is in
-- conflict. Beside them, without a place, those that were deleted because there were too many.
create or replace function store_entries(
  people uuid[], keys text[], contents jsonb[], seen bigint[], most int[], remembered int
)
returns table (place int, log uuid, key text, version bigint, deleted boolean, content jsonb, outcome text)
language plpgsql volatile
set enable_seqscan = off
set enable_bitmapscan = off
as $$
#variable_conflict use_column
declare
  wish record;
  known personal_entry;
  kind text;
  lost text;
begin
  perform lock_people(people);
  for wish in
    select * from unnest(people, keys, contents, seen, most) with ordinality t (person, key, content, saw, most, place) order by place
  loop
    place := wish.place;
    log := wish.person;
    key := wish.key;
    select * into known from personal_entry e where e.log = wish.person and e.key = wish.key;
    version := coalesce(known.version, 0);
    deleted := coalesce(known.deleted, true);
    content := coalesce(known.content, '{}');
    outcome := case
      when wish.saw is not null and wish.saw <> version then 'conflict'
      when case when wish.content is null then deleted else not deleted and content = wish.content end then 'same'
      else 'changed' end;
    if outcome = 'changed' then
      update log l set last_version = l.last_version + 1 where l.id = wish.person returning l.last_version into version;
      deleted := wish.content is null;
      content := coalesce(wish.content, '{}');
      insert into personal_entry (log, key, version, content, deleted)
      values (log, key, version, content, deleted)
      on conflict on constraint personal_entry_pkey do update
      set version = excluded.version, content = excluded.content, deleted = excluded.deleted, xid = pg_current_xact_id();
    end if;
    return next;

    continue when outcome <> 'changed' or wish.content is null or not coalesce(known.deleted, true);
    kind := split_part(wish.key, ':', 1);
    for lost in
      select e.key from personal_entry e
      where e.log = wish.person and e.key > kind || ':' and e.key < kind || ';' and not e.deleted
      order by e.version desc offset wish.most
    loop
      update log l set last_version = l.last_version + 1 where l.id = wish.person returning l.last_version into version;
      update personal_entry e set version = store_entries.version, content = '{}', deleted = true, xid = pg_current_xact_id()
      where e.log = wish.person and e.key = lost;
      place := null;
      key := lost;
      deleted := true;
      content := '{}';
      return next;
    end loop;
    delete from personal_entry e where e.log = wish.person and e.key in (
      select g.key from personal_entry g
      where g.log = wish.person and g.key > kind || ':' and g.key < kind || ';' and g.deleted
      order by g.version desc offset remembered
    );
  end loop;
end $$;
