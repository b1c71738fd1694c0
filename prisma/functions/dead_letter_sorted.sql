-- 1
-- What a dead letter is sorted by: what is wrong with it, without what differs from one to the next.
create or replace function dead_letter_sorted() returns trigger
language plpgsql volatile as $$
begin
  new.kind := left(regexp_replace(new.error, '[0-9]+', '#', 'g'), 200);
  return new;
end $$;

create or replace trigger dead_letter_sorted before insert or update of error on dead_letter
for each row execute function dead_letter_sorted();
