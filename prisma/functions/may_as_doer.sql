-- 1
-- Whether somebody is among those who may do something: `members` are all but guests, `admins` only they.
create or replace function may_as_doer(actor uuid, doers text) returns boolean language sql stable as $$
  select exists (
    select from "user" u
    where u.id = actor and u.banned is not true and u.role <> 'guest' and (doers <> 'admins' or u.role = 'admin'))
$$;
