-- An invitation lets in as many as it says, as what it says, and puts them into its rooms. Instances of the version before go
-- on making those for one member; `used_at` is set with the last use, so for them, too, it is open until then.
alter table invitation add column uses int not null default 1;
alter table invitation add column used int not null default 0;
alter table invitation add column role text not null default 'member';
alter table invitation add column rooms uuid[] not null default '{}';
alter table invitation add column email text;
