-- Who did what, on whom, from where, when. Only ever inserted, by the function audit; each row with the hash of the one before.
create table audit_entry (
  seq          bigint primary key,
  at           timestamptz(3) not null,
  actor_id     uuid,                  -- null: nobody who is signed in
  action       text not null,
  subject_kind text,
  subject_id   text,
  address      text,
  detail       jsonb not null,
  refused      boolean not null,
  hash         bytea not null
);
create index audit_entry_actor_id_seq_idx on audit_entry (actor_id, seq);
create index audit_entry_action_seq_idx on audit_entry (action, seq);
create index audit_entry_subject_id_seq_idx on audit_entry (subject_id, seq);
create index audit_entry_at_seq_idx on audit_entry (at, seq);

-- Its last row: the lock of whoever adds to it, and what shows that the end is missing.
create table audit_head (
  singleton boolean primary key default true check (singleton),
  seq       bigint not null,
  hash      bytea not null
);
insert into audit_head (seq, hash) values (0, '');
