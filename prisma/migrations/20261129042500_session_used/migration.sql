-- When a session was last used, to some minutes: its owner sees by it which of them they have forgotten.
alter table session add column used_at timestamptz(3);
