-- 1
-- Writes down what became of an attempt, and with it how far the hook is. next: when to try again; null: it was delivered, or given
-- up, because for so long nothing was. again: somebody asked for an old one; how far the hook is has nothing to do with it.
create or replace function record_delivery(
  of_hook uuid, entry uuid, at_version bigint, content text, is_delivered boolean, answered int, problem text, took int,
  again boolean, seconds int, keep int, patience interval, out next timestamptz
) language plpgsql volatile as $$
declare
  place hook;
begin
  select h.* into place from hook h where h.id = of_hook for no key update;
  if place.id is null then return; end if;
  insert into hook_delivery as d (hook_id, entry_id, version, body, delivered, status, error, milliseconds)
  values (of_hook, entry, at_version, content, is_delivered, answered, problem, took)
  on conflict (hook_id, entry_id, version) do update
  set tried_at = now(), attempts = d.attempts + 1, delivered = excluded.delivered or d.delivered,
      status = excluded.status, error = excluded.error, milliseconds = excluded.milliseconds;
  if again then return; end if;
  if is_delivered then
    update hook h
    set delivered_version = greatest(h.delivered_version, at_version), last_used_at = now(),
        attempts = 0, failing_since = null, next_attempt_at = null, error = null,
        busy_until = now() + seconds * interval '1 second'
    where h.id = of_hook;
    delete from hook_delivery d where d.hook_id = of_hook and d.id <= (
      select o.id from hook_delivery o where o.hook_id = of_hook order by o.id desc offset keep limit 1
    );
  elsif place.failing_since < now() - patience then
    update hook h set off_at = now(), off_reason = 'failing', error = problem, busy_until = null where h.id = of_hook;
    perform audit(null, 'hook.off', 'hook', of_hook::text, jsonb_build_object('why', 'failing'), '');
  else
    -- A second, two, four … a quarter of an hour.
    next := now() + least(900, power(2, least(place.attempts, 20))) * interval '1 second';
    update hook h
    set attempts = h.attempts + 1, failing_since = coalesce(h.failing_since, now()), next_attempt_at = next, error = problem,
        busy_until = null
    where h.id = of_hook;
  end if;
end $$;
