-- 1
create or replace function account_admitted() returns trigger language plpgsql as $$
begin
  update invitation i set used_at = now()
  from "user" host
  where i.id = new.admission::uuid and i.used_at is null and i.expires_at > now()
    and host.id = i.created_by and host.banned is not true;
  if not found then raise exception 'the invitation was used, revoked or has ended'; end if;
  return new;
end $$;
create or replace trigger account_admitted before insert on "user"
  for each row when (new.admission is not null and new.admission <> 'first') execute function account_admitted();
