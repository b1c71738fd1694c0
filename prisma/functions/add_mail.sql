-- 1
-- A letter to be sent, unless its address got too many within an hour, or its sender sent too many within a day: then null.
-- One lock for all, held until the commit: counted is what stands, and nobody waits for two of them in another order.
create or replace function add_mail(
  to_address text, in_language text, of_template text, holding jsonb, by_person uuid, until timestamptz,
  address_limit int, sender_limit int
) returns uuid language plpgsql as $$
declare
  added uuid;
begin
  perform pg_advisory_xact_lock(7232024);
  if (select count(*) from mail where recipient = to_address and created_at > now() - interval '1 hour') >= address_limit
     or by_person is not null
        and (select count(*) from mail where sender_id = by_person and created_at > now() - interval '1 day') >= sender_limit
  then
    return null;
  end if;
  insert into mail (recipient, sender_id, language, template, content, worthless_at)
  values (to_address, by_person, in_language, of_template, holding, until)
  returning id into added;
  return added;
end $$;
