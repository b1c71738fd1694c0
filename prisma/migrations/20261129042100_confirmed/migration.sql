-- When the owner of a session last proved again that it is them; dear things ask for it.
alter table session add column confirmed_at timestamptz(3);
