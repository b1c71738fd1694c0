-- 1
-- Replaces the epoch because somebody knows more than this database: an instance, which has delivered what is not there, or
-- the client of a person. A client can lie, so for clients together it happens once a minute and ten times a day, and for each
-- person once a day. returned: whether it was replaced now; false also when it was another one already.
create or replace function doubt_epoch(known uuid, who uuid) returns boolean language plpgsql volatile as $$
declare
  latest timestamptz;
  today  bigint;
  own    bigint;
begin
  perform 1 from installation i where i.epoch = known for update;
  if not found then
    return false;
  end if;
  if who is not null then
    select max(c.at), count(*), count(*) filter (where c.user_id = who) into latest, today, own
    from epoch_change c where c.at > now() - interval '1 day' and c.user_id is not null;
    if own > 0 or today >= 10 or latest > now() - interval '1 minute' then
      return false;
    end if;
  end if;
  perform renew_epoch(case when who is null then 'instance' else 'client' end, who);
  return true;
end $$;
