-- Who adds people to a room, and who names it: its members, or only who governs it.
alter table conversation
  add column inviting   text not null default 'members',
  add column describing text not null default 'members';
