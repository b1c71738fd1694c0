-- 1
-- Replaces the epoch: every cursor from before means nothing any more. Whoever calls it decides whether.
create or replace function renew_epoch(why text, who uuid) returns void language plpgsql volatile as $$
begin
  update installation set epoch = gen_random_uuid();
  insert into epoch_change (cause, user_id) values (why, who);
  delete from epoch_change c where c.at < now() - interval '30 days';
end $$;
