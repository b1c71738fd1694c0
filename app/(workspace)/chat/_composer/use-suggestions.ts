'use client';

import { useEffect, useMemo, useState } from 'react';
import type { Person } from '../../../../protocol/index.ts';
import { useMe } from '../../../_live/connection/hooks.ts';
import { usePeople } from '../../../_live/people/hooks.ts';
import type { LiveConversation } from '../../../_live/rooms/state.ts';
import { namesakes } from '../../../_people/namesakes.ts';
import { usePeopleSearch } from '../../../_people/people-search.ts';
import { beginsKey, usePersonKeys } from '../../../_people/person-keys.ts';
import { type Completing, completingAt } from '../_message-text/mentions.ts';

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
export const useSuggestions = (conversation: LiveConversation | undefined, text: string, cursor: number) => {
  const me = useMe();
  const [dismissed, setDismissed] = useState<string | null>(null);
  const completing: Completing | null = useMemo(() => completingAt(text, cursor), [text, cursor]);
  const listed = conversation?.memberIds ?? [];
  const members = usePeople(completing?.sign === '@' ? listed : []);
  const everybody = listed.length === 0 && completing?.sign === '@';
  const { people: found, answered } = usePeopleSearch(completing?.query ?? '', everybody);
  const here = useMemo(() => members.filter((person) => person !== undefined), [members]);
  const keys = usePersonKeys(here, completing?.sign === '@' && completing.query !== '');
  const emoji = useEmoji(completing?.sign === ':');
  const suggestions = useMemo((): Suggestion[] => {
    if (!completing) return [];
    const query = completing.query.toLowerCase();
    if (completing.sign === ':')
      return emoji
        .filter(({ name }) => name.includes(query))
        .sort((a, b) => Number(b.name.startsWith(query)) - Number(a.name.startsWith(query)))
        .slice(0, most)
        .map(({ emoji: sign, name }) => ({ kind: 'emoji', key: name, emoji: sign, name }));
    const known = everybody ? (found ?? []) : here;
    const marks = namesakes(known);
    return known
      .filter(
        ({ id, name }) =>
          id !== me.id && ((everybody && answered) || startsWord(name, query) || beginsKey(keys.get(id), query)),
      )
      .slice(0, most)
      .map((person) => ({ kind: 'person', key: person.id, person, mark: marks.get(person.id) }));
  }, [completing, emoji, everybody, answered, found, here, keys, me.id]);
  const place = completing ? `${completing.sign}${completing.start}` : null;
  return {
    completing,
    suggestions: place === dismissed ? [] : suggestions,
    dismiss: () => setDismissed(place),
  };
};
