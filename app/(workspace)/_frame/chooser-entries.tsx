'use client';

import { Hash, Lock } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { Person } from '../../../protocol/index.ts';
import { useMe } from '../../_live/connection/hooks.ts';
import { usePeople } from '../../_live/people/hooks.ts';
import { useConversations } from '../../_live/rooms/hooks.ts';
import type { LiveConversation } from '../../_live/rooms/state.ts';
import { GroupSign } from '../../_people/group-sign.tsx';
import { otherMembers } from '../../_people/names.ts';
import { namesakes } from '../../_people/namesakes.ts';
import { usePeopleSearch } from '../../_people/people-search.ts';
import { Avatar } from '../../_ui/avatar.tsx';
import type { Entry } from './chooser.tsx';

const iconOf = ([person, ...others]: readonly Person[], isPrivate: boolean) => {
  if (person && others.length > 0) return <GroupSign count={others.length + 2} />;
  if (person) return <Avatar {...person} size="sm" />;
  return isPrivate ? <Lock aria-hidden /> : <Hash aria-hidden />;
};

const all = () => true;

/** Conversations as entries, with the latest on top. */
export const useConversationEntries = (
  choose: (conversation: LiveConversation) => void,
  isWanted: (conversation: LiveConversation) => boolean = all,
): Entry[] => {
  const t = useTranslations('people');
  const me = useMe();
  const { conversations } = useConversations();
  const others = useMemo(
    () => conversations.filter(({ kind }) => kind === 'direct').flatMap((direct) => otherMembers(direct, me.id)),
    [conversations, me.id],
  );
  const people = usePeople(others);
  const named = new Map(people.flatMap((person) => (person ? [[person.id, person]] : [])));
  return conversations
    .filter(isWanted)
    .sort((a, b) => (b.lastActivity ?? '').localeCompare(a.lastActivity ?? ''))
    .flatMap((conversation) => {
      const ids = conversation.kind === 'direct' ? otherMembers(conversation, me.id) : [];
      const others = ids.flatMap((id) => named.get(id) ?? []);
      if (others.length < ids.length) return [];
      const text = conversation.name ?? others.map(({ name }) => name).join(t('nameGap'));
      return [
        {
          key: conversation.id,
          text,
          icon: iconOf(others, conversation.visibility === 'private'),
          run: () => choose(conversation),
        },
      ];
    });
};

/**
 * Everybody else whose name was typed, as entries.
 * @returns `answered` is false while the answer is awaited
 */
export const usePersonEntries = (
  query: string,
  choose: (personId: string) => void,
): { entries: Entry[]; answered: boolean } => {
  const me = useMe();
  const isEmpty = query.trim() === '';
  const { people, answered } = usePeopleSearch(query, !isEmpty);
  const found = isEmpty ? [] : (people ?? []).filter(({ id }) => id !== me.id);
  const marks = namesakes(found);
  const entries = found.map((person) => ({
    key: `person-${person.id}`,
    text: person.name,
    mark: marks.get(person.id),
    icon: <Avatar {...person} size="sm" />,
    run: () => choose(person.id),
  }));
  return { entries, answered: isEmpty || answered };
};
