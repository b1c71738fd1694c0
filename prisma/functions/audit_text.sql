-- 1
-- What the hash of an entry is made of, beside the hash before it. Also in server/audit/verify.ts, which does not believe this.
create or replace function audit_text(entry audit_entry) returns text language plpgsql stable as $$
begin
  return jsonb_build_array(
    entry.seq, to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), entry.actor_id, entry.action,
    entry.subject_kind, entry.subject_id, entry.address, entry.detail, entry.refused
  )::text;
end $$;
