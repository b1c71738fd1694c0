-- 2
create or replace function person_changed() returns trigger language plpgsql as $$
begin
  insert into signal (kind, user_id) values ('person', coalesce(new.id, old.id));
  return null;
end $$;
create or replace trigger person_changed
  after update of name, image, role, banned, title, status_emoji, status_text, status_until, time_zone, kind on "user"
  for each row execute function person_changed();
create or replace trigger person_removed after delete on "user" for each row execute function person_changed();
