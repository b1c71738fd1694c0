-- What happens after a commit, durably (docs/decisions/0036): how far each follower is, and the entries it could not handle.

-- Everything up to this place was handled: by the transaction of its last change, then by the key of its source.
create table follower (
  name     text primary key,
  xid      xid8 not null,
  -- The key of the last entry handled of that transaction; null: none of it.
  after    jsonb,
  moved_at timestamptz(3) not null default now(),
  -- Where it begins, and begins again in another cluster: with everything there is, or with what comes.
  from_everything boolean not null
);

create table follower_fault (
  follower text not null references follower (name) on delete cascade,
  entry    text not null,
  error    text not null,
  attempts int not null default 1,
  since    timestamptz(3) not null default now(),
  -- Somebody asked to try it again.
  wanted   boolean not null default false,
  constraint follower_fault_pkey primary key (follower, entry)
);

-- The newest message of each conversation. Not in conversation itself, whose row is the lock of every append.
create table conversation_summary (
  conversation_id uuid primary key,
  -- The head of the conversation when this was read: of a conversation that went on since, this is the past.
  version         bigint not null,
  seq             bigint not null,
  author_id       uuid not null,
  body            text not null,
  at              timestamptz(3) not null,
  deleted         boolean not null
) with (fillfactor = 70);

-- The words of each message that still exists. Without positions: phrases are looked for in the text of what was found.
create table message_search (
  message_id      uuid primary key,
  conversation_id uuid not null,
  seq             bigint not null,
  version         bigint not null,
  words           tsvector not null
);
create index message_search_words_idx on message_search using gin (words);

-- The words of a text: as they are and without their endings; of scripts that put no spaces between words each character
-- and each pair of neighbours, because any two characters may be a word.
create function search_words(body text) returns tsvector
language plpgsql immutable parallel safe
as $$
declare
  plain  text := lower(normalize(body, nfkc));
  script constant text := '[\u3005\u3007\u3041-\u309f\u30a1-\u30ff\u3131-\u318e\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]+';
  spaced text;
  parts  text[] := '{}';
begin
  if plain ~ script then
    spaced := regexp_replace(plain, script, ' ', 'g');
    select coalesce(array_agg(distinct part), '{}') into parts
    from regexp_matches(plain, script, 'g') run
    cross join lateral (
      select c as one, c || lead(c) over (order by place) as pair
      from unnest(string_to_array(run[1], null)) with ordinality t (c, place)
    ) characters
    cross join lateral unnest(array[one, pair]) part
    where part is not null;
  else
    spaced := plain;
  end if;
  return strip(to_tsvector('english', spaced) || to_tsvector('simple', spaced)) || array_to_tsvector(parts);
end $$;
