-- 1
-- Asks whether one more attempt may be made, and counts it as failed in advance, so that a thousand at once are a thousand.
-- Each key has so many attempts free; then the wait doubles from `first` up to `longest` (ms). The first key belongs to
-- caller and account together; where the caller has got in before (`familiar`), it alone is asked: what strangers do
-- elsewhere must not keep anybody out. Locks are taken in the order of the keys.
-- wait: 0, or how many milliseconds; charged: the keys it was counted for
create or replace function take_attempt(
  keys text[], allowances integer[], first integer[], longest integer[], familiar text, forget interval,
  out wait bigint, out charged text[]
) language plpgsql as $$
declare
  gates text[] := case when exists (select 1 from attempt where key = familiar and forgotten_at > now())
    then keys[1:1] else keys end;
begin
  -- What is closed makes no rows for what it was asked about.
  if not exists (select 1 from attempt where key = any (gates) and open_at > clock_timestamp()) then
    insert into attempt (key, forgotten_at)
      select k, now() + forget from unnest(gates) k order by k on conflict do nothing;
    perform 1 from attempt where key = any (gates) order by key for update;
  end if;
  select ceil(extract(epoch from max(open_at) - clock_timestamp()) * 1000) into wait
    from attempt where key = any (gates) and open_at > clock_timestamp();
  wait := coalesce(wait, 0);
  if wait > 0 then return; end if;
  charged := gates;
  update attempt a set
    failures = n.failures,
    forgotten_at = now() + forget,
    open_at = case when n.failures <= n.free then '-infinity'
      else clock_timestamp() + least(n.longest, n.first * 2 ^ least(n.failures - n.free - 1, 20)) * interval '1 millisecond' end
  from (
    select o.key, g.free, g.first, g.longest, case when o.forgotten_at > now() then o.failures else 0 end + 1 as failures
    from unnest(keys, allowances, first, longest) as g (key, free, first, longest) join attempt o on o.key = g.key
    where g.key = any (gates)
  ) n
  where a.key = n.key;
end $$;
