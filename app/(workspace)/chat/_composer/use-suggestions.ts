'use client';

import { useEffect, useMemo, useState } from 'react';
import type { Person } from '../../../../protocol/index.ts';
import { useMe } from '../../../_live/connection/hooks.ts';
import { usePeople } from '../../../_live/people/hooks.ts';
import type { LiveConversation } from '../../../_live/rooms/state.ts';
import { namesakes } from '../../../_people/namesakes.ts';
import { usePeopleSearch } from '../../../_people/people-search.ts';
import { beginsKey, usePersonKeys } from '../../../_people/person-keys.ts';
import type { Completing } from '../_message-text/mentions.ts';

const most = 8;
export type Suggestion =
  | { kind: 'person'; key: string; person: Person; mark: string | undefined }
  | { kind: 'emoji'; key: string; emoji: string; name: string };

type EmojiList = readonly { emoji: string; name: string }[];

const useEmoji = (wanted: boolean): EmojiList => {
  const [list, setList] = useState<EmojiList>([]);
  useEffect(() => {
    if (wanted) void import('../_emoji/emoji-list.ts').then(({ emojiList }) => setList(emojiList));
  }, [wanted]);
  return list;
};

// A word of the name begins so; where words are not set apart, any part of it will do.
const startsWord = (name: string, query: string): boolean => {
  const folded = name.toLowerCase();
  return folded.startsWith(query) || folded.includes(/\p{Script=Latin}/u.test(query) ? ` ${query}` : query);
};

/** What can complete the word at the cursor: people of the conversation after `@`, emoji after `:`. */
export const useSuggestions = (
  conversation: LiveConversation | undefined,
  completing: Completing,
): readonly Suggestion[] => {
  const me = useMe();
  const { sign, query } = completing;
  const listed = conversation?.memberIds ?? [];
  const members = usePeople(sign === '@' ? listed : []);
  const everybody = listed.length === 0 && sign === '@';
  const { people: found, answered } = usePeopleSearch(query, everybody);
  const here = useMemo(() => members.filter((person) => person !== undefined), [members]);
  const keys = usePersonKeys(here, sign === '@' && query !== '');
  const emoji = useEmoji(sign === ':');
  return useMemo((): Suggestion[] => {
    const sought = query.toLowerCase();
    if (sign === ':')
      return emoji
        .filter(({ name }) => name.includes(sought))
        .sort((a, b) => Number(b.name.startsWith(sought)) - Number(a.name.startsWith(sought)))
        .slice(0, most)
        .map(({ emoji: character, name }) => ({ kind: 'emoji', key: name, emoji: character, name }));
    const known = everybody ? (found ?? []) : here;
    const marks = namesakes(known);
    return known
      .filter(
        ({ id, name }) =>
          id !== me.id && ((everybody && answered) || startsWord(name, sought) || beginsKey(keys.get(id), sought)),
      )
      .slice(0, most)
      .map((person) => ({ kind: 'person', key: person.id, person, mark: marks.get(person.id) }));
  }, [sign, query, emoji, everybody, answered, found, here, keys, me.id]);
};
