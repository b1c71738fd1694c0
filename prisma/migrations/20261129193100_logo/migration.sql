-- A picture of ours, by its id; null: the team has none.
alter table workspace add column logo text;
