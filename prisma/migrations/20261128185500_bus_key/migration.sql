-- Seals what instances tell each other over Redis: only who can read this database can say something there.
alter table installation
  add column bus_key bytea not null
  default decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex');
