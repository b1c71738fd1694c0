-- 1
-- Whoever is banned is out, however the ban came about: sessions and API tokens end, and their triggers tell everybody.
create or replace function person_banned() returns trigger language plpgsql as $$
begin
  delete from session where user_id = new.id;
  delete from apikey where reference_id = new.id::text;
  return null;
end $$;
create or replace trigger person_banned after update of banned on "user"
  for each row when (new.banned and old.banned is not true) execute function person_banned();
