-- 1
-- outcome: done, forbidden (the actor is no admin), key_taken (also by one that has ended), place_taken, too_many_sources. most: that
-- there are; most_ever: with those that have ended.
create or replace function make_source(
  actor uuid, source_id uuid, of_key text, called text, of_kind text, at_place jsonb, occupies text, sealed bytea, mapped text,
  is_paused boolean, most int, most_ever int
) returns text language plpgsql volatile as $$
begin
  -- Whoever makes two at once does so one after the other.
  perform pg_advisory_xact_lock(7232032);
  if not may_as_doer(actor, 'admins') then return 'forbidden'; end if;
  if exists (select from source s where s.key = of_key) then return 'key_taken'; end if;
  if exists (select from source s where s.occupied = occupies and s.ended_at is null) then return 'place_taken'; end if;
  if (select count(*) filter (where s.ended_at is null) >= most or count(*) >= most_ever from source s) then
    return 'too_many_sources';
  end if;
  insert into source (id, key, name, kind, place, occupied, secret, mapping, paused, created_by_id)
  values (source_id, of_key, called, of_kind, at_place, occupies, sealed, mapped, is_paused, actor);
  perform audit(actor, 'source.create', 'source', of_key,
    jsonb_build_object('name', called, 'kind', of_kind, 'mapping', mapped is not null, 'paused', is_paused), null);
  return 'done';
end $$;
