-- 1
-- Begins an export, one after the other. Who may: admins; and of what is their own, everybody.
-- outcome: done, forbidden, not_found, running (one of theirs), busy (others'), too_many (are kept for them)
create or replace function make_export(
  actor uuid, export_id uuid, wanted text, subject uuid, most_of_person int, most int, most_kept int
)
returns text language plpgsql volatile as $$
declare
  actor_role text;
begin
  perform pg_advisory_xact_lock(7232031);
  select u.role into actor_role from "user" u where u.id = actor and u.banned is not true;
  if actor_role is null or actor_role <> 'admin' and (wanted <> 'person' or subject is distinct from actor) then
    return 'forbidden';
  end if;
  if wanted = 'room' and not exists (select from conversation c where c.id = subject and c.kind = 'room') then
    return 'not_found';
  end if;
  if (select count(*) >= most_of_person from export e where e.asked_by = actor and e.state in ('waiting', 'running')) then
    return 'running';
  end if;
  if (select count(*) >= most from export e where e.state in ('waiting', 'running')) then return 'busy'; end if;
  if (select count(*) >= most_kept from export e where e.asked_by = actor and e.state <> 'cancelled') then
    return 'too_many';
  end if;
  insert into export (id, scope, subject_id, asked_by) values (export_id, wanted, subject, actor);
  perform audit(actor, 'export.create', 'export', export_id::text,
    jsonb_build_object('scope', wanted, 'room', case when wanted = 'room' then subject end), null);
  return 'done';
end $$;
