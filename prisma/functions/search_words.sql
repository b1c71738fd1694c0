-- 1
-- The words of a text: as they are and without their endings; of scripts that put no spaces between words each character
-- and each pair of neighbours, because any two characters may be a word.
create or replace function search_words(body text) returns tsvector
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
