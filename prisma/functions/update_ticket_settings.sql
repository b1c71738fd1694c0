-- 1
-- patch: { outcomes?, acknowledgeHours? }, each null for what the product brings. outcome: done, forbidden (the caller is no admin)
create or replace function update_ticket_settings(actor uuid, patch jsonb, address text) returns text language plpgsql as $$
begin
  perform 1 from workspace w for no key update;
  if not may_as_doer(actor, 'admins') then return 'forbidden'; end if;
  update workspace w
  set ticket_outcomes = case when patch ? 'outcomes' then nullif(patch -> 'outcomes', 'null') else w.ticket_outcomes end,
      acknowledge_hours = case when patch ? 'acknowledgeHours' then (patch ->> 'acknowledgeHours')::int
        else w.acknowledge_hours end;
  perform audit(actor, 'ticket-settings.update', 'workspace', null, patch, address);
  return 'done';
end $$;
