-- 1
-- patch: { name?, place?, mapping?, paused? }; what it does not have stays. occupies: of the place, where that is in the patch.
-- outcome: done, forbidden, not_found (there is none, or it has ended), changed (it is not as it was seen), other_kind, place_taken.
create or replace function change_source(actor uuid, of_key text, seen int, of_kind text, patch jsonb, occupies text)
returns text language plpgsql volatile as $$
declare
  present source;
begin
  perform pg_advisory_xact_lock(7232032);
  if not may_as_doer(actor, 'admins') then return 'forbidden'; end if;
  select s.* into present from source s where s.key = of_key and s.ended_at is null for no key update;
  if present.id is null then return 'not_found'; end if;
  if present.version <> seen then return 'changed'; end if;
  if of_kind <> present.kind then return 'other_kind'; end if;
  if patch ? 'place' and exists (
    select from source s where s.occupied = occupies and s.ended_at is null and s.id <> present.id) then
    return 'place_taken';
  end if;
  update source s
  set name = coalesce(patch ->> 'name', s.name),
      place = coalesce(patch -> 'place', s.place),
      occupied = case when patch ? 'place' then occupies else s.occupied end,
      mapping = case when patch ? 'mapping' then patch ->> 'mapping' else s.mapping end,
      paused = coalesce((patch ->> 'paused')::boolean, s.paused),
      version = s.version + 1, changed_at = now()
  where s.id = present.id;
  -- What a place or a mapping holds may be nobody else's business.
  perform audit(actor, 'source.change', 'source', of_key,
    jsonb_strip_nulls(jsonb_build_object('name', patch -> 'name', 'paused', patch -> 'paused'))
      || case when patch ? 'place' then '{"place": true}'::jsonb else '{}' end
      || case when patch ? 'mapping' then jsonb_build_object('mapping', patch ->> 'mapping' is not null) else '{}' end, null);
  return 'done';
end $$;
