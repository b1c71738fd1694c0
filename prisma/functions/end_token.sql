-- 1
-- Ends a token: one's own, that of a bot one looks after, and as an admin anybody's. A trigger tells everybody.
create or replace function end_token(actor uuid, token uuid) returns boolean language plpgsql volatile as $$
declare
  keeper text;
begin
  select k.reference_id into keeper from apikey k where k.id = token for update;
  if keeper is null or not (
    keeper = actor::text or governs_bot(actor, keeper::uuid)
    or exists (select from "user" a where a.id = actor and a.role = 'admin' and a.banned is not true)
  ) then
    return false;
  end if;
  delete from apikey k where k.id = token;
  perform audit(actor, 'token.end', 'token', token::text, jsonb_build_object('of', keeper), null);
  return true;
end $$;
