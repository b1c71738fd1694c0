-- 1
-- What was done is added to, and nothing else.
create or replace function audit_kept() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is only ever added to';
end $$;
create or replace trigger audit_entry_kept before update or delete or truncate on audit_entry
  for each statement execute function audit_kept();
create or replace trigger audit_head_kept before insert or delete or truncate on audit_head
  for each statement execute function audit_kept();
