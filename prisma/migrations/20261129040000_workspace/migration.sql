-- What admins decide about the workspace while it runs; one row. The steps of the first minutes are there only where nobody
-- has an account yet.
create table workspace (
  singleton     boolean primary key default true check (singleton),
  name          text,
  sign_up       text not null default 'invited' check (sign_up in ('invited', 'open', 'domain', 'closed')),
  domains       text[] not null default '{}',
  default_rooms uuid[] not null default '{}',
  rooms_by      text not null default 'members' check (rooms_by in ('members', 'admins')),
  invites_by    text not null default 'members' check (invites_by in ('members', 'admins')),
  steps         text[] not null default '{}'
);
insert into workspace (steps)
select case when exists (select from "user") then '{}'::text[] else array['name', 'invite', 'ticket'] end;

-- A change of it is a signal, as that of a person is.
alter table signal drop constraint signal_kind_check;
alter table signal add constraint signal_kind_check
  check (kind in ('membership', 'conversation', 'session', 'person', 'workspace')) not valid;
