-- 1
-- The head moves to the entry that follows it, and nowhere else.
create or replace function audit_moved() returns trigger language plpgsql as $$
declare
  entry audit_entry;
begin
  select e.* into entry from audit_entry e where e.seq = old.seq + 1;
  if not found or new.seq <> entry.seq or new.hash <> entry.hash
    or entry.hash <> sha256(old.hash || convert_to(audit_text(entry), 'UTF8')) then
    raise exception 'the audit log is only ever added to';
  end if;
  return new;
end $$;
create or replace trigger audit_head_moved before update on audit_head for each row execute function audit_moved();
