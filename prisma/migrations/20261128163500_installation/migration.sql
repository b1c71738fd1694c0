-- Names this installation, so that several of them can share one Redis without hearing each other.
create table installation (
  id        uuid primary key default gen_random_uuid(),
  singleton boolean not null default true check (singleton)
);
create unique index installation_singleton_key on installation (singleton);
insert into installation default values;
