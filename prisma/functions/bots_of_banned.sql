-- 1
-- With whoever is banned their programs are out, too: the tokens of their bots end.
create or replace function bots_of_banned() returns trigger language plpgsql as $$
begin
  delete from apikey k where k.reference_id in (
    select b.id::text from "user" b where b.kind = 'bot' and b.owner_id = new.id
  );
  return null;
end $$;
create or replace trigger bots_of_banned after update of banned on "user"
  for each row when (new.banned and old.banned is not true) execute function bots_of_banned();
