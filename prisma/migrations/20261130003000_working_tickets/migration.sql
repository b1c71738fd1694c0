-- A ticket can sleep, be a duplicate of another one, and end with an outcome. All of it can be taken back, so nothing of it replaces
-- what was there.

alter table rejection
  -- When it comes back as open by itself: the end of a snooze, or of an acknowledgement.
  add column wakes_at timestamptz(3),
  -- After how many more events of its ticket; only while it is snoozed.
  add column wakes_after integer,
  add column duplicate_of_id uuid,
  -- Why it was resolved: a code of workspace.ticket_outcomes, and what was said besides.
  add column resolution text,
  add column resolution_text text;

-- What is there fits the old words, and so the new ones: it need not be read again.
alter table rejection
  drop constraint rejection_state_check,
  add constraint rejection_state_check check (state in ('open', 'acknowledged', 'snoozed', 'resolved')) not valid;

-- One timeline: what was said about it stands among what was done with it, and both are only ever inserted. actor_id is the nil
-- UUID where nobody did it.
alter table rejection_deed
  -- What belongs to the kind: until, times, outcome, text and the like.
  add column detail jsonb,
  -- By which a note that is sent again is known.
  add column client_id uuid,
  -- The note that this row changes, or takes away.
  add column of_version bigint;

-- The same event again, as brokers deliver it: counted, and not told to pages.
create table rejection_repeat (
  rejection_id uuid primary key,
  count        bigint not null,
  last_at      timestamptz(3) not null
) with (fillfactor = 50);

alter table workspace
  -- Why a ticket is resolved: [{ code, name }]; null: those that the product brings, named in each person's language.
  add column ticket_outcomes jsonb,
  -- After so many hours an acknowledgement is over; null: never.
  add column acknowledge_hours integer;
