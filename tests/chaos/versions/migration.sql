-- What messages carry from the next version on, and one more word.
alter table message add column importance text;
alter table rejection drop constraint rejection_priority_check;
alter table rejection add constraint rejection_priority_check
  check (priority in ('low', 'normal', 'high', 'urgent', 'blocker')) not valid;
