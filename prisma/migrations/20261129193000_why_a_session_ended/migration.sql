-- What whoever is at a page that is ended is told.
alter table signal add column reason text;
