-- 1
-- Adds to what was done. Called last in the transaction that does it: it locks the chain's head, and whoever holds that waits for
-- nobody. address: null where the transaction was told it, as the setting switchboard.address.
create or replace function audit(
  actor uuid, action text, subject_kind text, subject_id text, detail jsonb, address text, refused boolean default false
)
returns void language plpgsql volatile as $$
declare
  head audit_head;
  entry audit_entry;
begin
  select h.* into strict head from audit_head h for update;
  entry.seq := head.seq + 1;
  -- Under the lock, so that it goes forward with the numbers.
  entry.at := date_trunc('milliseconds', clock_timestamp());
  entry.actor_id := actor;
  entry.action := left(action, 100);
  entry.subject_kind := left(subject_kind, 100);
  entry.subject_id := left(subject_id, 200);
  entry.address := left(coalesce(address, nullif(current_setting('switchboard.address', true), '')), 100);
  entry.detail := case when octet_length(detail::text) > 4000 then '{"cut": true}' else coalesce(detail, '{}') end;
  entry.refused := refused;
  entry.hash := sha256(head.hash || convert_to(audit_text(entry), 'UTF8'));
  insert into audit_entry select entry.*;
  update audit_head set seq = entry.seq, hash = entry.hash;
end $$;
