-- 2
-- patch: { name?, logo?, signUp?, domains?, defaultRoomIds?, roomsBy?, invitesBy?, stepsDone? }
-- outcome: done, forbidden (the caller is no admin), no_room (one that the caller may add nobody to), no_domain, no_picture
create or replace function update_workspace(actor uuid, patch jsonb, address text) returns text language plpgsql as $$
declare
  place workspace;
  rooms uuid[];
begin
  select w.* into place from workspace w for no key update;
  if not may_as_doer(actor, 'admins') then return 'forbidden'; end if;
  rooms := case when patch ? 'defaultRoomIds'
    then array(select r::uuid from jsonb_array_elements_text(patch -> 'defaultRoomIds') with ordinality e (r, n) order by n)
    else place.default_rooms end;
  if exists (select from unnest(rooms) r (id) where r.id <> all (place.default_rooms) and not may_add_to_room(actor, r.id)) then
    return 'no_room';
  end if;
  place.domains := case when patch ? 'domains'
    then array(select distinct d from jsonb_array_elements_text(patch -> 'domains') d order by d)
    else place.domains end;
  place.sign_up := coalesce(patch ->> 'signUp', place.sign_up);
  if place.sign_up = 'domain' and place.domains = '{}' then return 'no_domain'; end if;
  if patch ->> 'logo' is not null and not exists (select from picture p where p.id = patch ->> 'logo') then
    return 'no_picture';
  end if;
  update workspace w
  set name = case when patch ? 'name' then patch ->> 'name' else w.name end,
      logo = case when patch ? 'logo' then patch ->> 'logo' else w.logo end,
      sign_up = place.sign_up,
      domains = place.domains,
      default_rooms = rooms,
      rooms_by = coalesce(patch ->> 'roomsBy', w.rooms_by),
      invites_by = coalesce(patch ->> 'invitesBy', w.invites_by),
      steps = array(
        select s from unnest(w.steps) s where not coalesce(patch -> 'stepsDone' ? s, false));
  if patch - 'stepsDone' <> '{}' then
    perform audit(actor, 'workspace.update', 'workspace', null, patch - 'stepsDone', address);
  end if;
  return 'done';
end $$;
