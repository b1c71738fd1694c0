-- 2
-- For instances of the version before, which know no other name: see work_rejection.
create or replace function act_on_rejection(
  actor uuid, target uuid, wanted text, new_assignee uuid, new_conversation uuid, new_state text, seen_version bigint
) returns table (outcome text, before bigint, rejection rejection, deed rejection_deed)
language plpgsql volatile as $$
begin
  return query
  select w.outcome, case w.outcome when 'changed' then (w.rejection).version - 1 end, w.rejection, w.deed
  from work_rejection(actor, target, jsonb_strip_nulls(jsonb_build_object(
    'kind', wanted, 'assigneeId', new_assignee, 'conversationId', new_conversation, 'state', new_state)), seen_version) w
  where w.outcome <> 'touched';
end $$;
