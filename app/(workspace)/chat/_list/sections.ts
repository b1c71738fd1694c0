'use client';

import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useMe } from '../../../_live/connection/hooks.ts';
import { useGonePeople, usePeople } from '../../../_live/people/hooks.ts';
import { useConversations } from '../../../_live/rooms/hooks.ts';
import type { LiveConversation } from '../../../_live/rooms/state.ts';
import { otherMembers } from '../../../_people/names.ts';

export type ListEntry = {
  conversation: LiveConversation;
  name: string;
  /** Of a direct conversation between two. */
  otherId: string | null;
};
export type Sections = { rooms: ListEntry[]; direct: ListEntry[]; archived: ListEntry[] };

const byName = (a: ListEntry, b: ListEntry) => a.name.localeCompare(b.name);
const byActivity = (a: ListEntry, b: ListEntry) =>
  (b.conversation.lastActivity ?? '').localeCompare(a.conversation.lastActivity ?? '') || byName(a, b);

/** The conversations whose name contains `query`: rooms by name, direct ones with the latest on top. */
export const useSections = (query: string): { loaded: boolean; total: number; sections: Sections } => {
  const t = useTranslations('people');
  const me = useMe();
  const { loaded, conversations } = useConversations();
  const others = useMemo(
    () => conversations.filter(({ kind }) => kind === 'direct').flatMap((direct) => otherMembers(direct, me.id)),
    [conversations, me.id],
  );
  const people = usePeople(others);
  const gone = useGonePeople();
  const sections = useMemo(() => {
    const names = new Map(people.flatMap((person) => (person ? [[person.id, person.name]] : [])));
    const sought = query.trim().toLowerCase();
    const entries = conversations
      .map((conversation): ListEntry => {
        if (conversation.kind === 'room') return { conversation, otherId: null, name: conversation.name ?? '' };
        const ids = otherMembers(conversation, me.id);
        const [first = null, ...more] = ids;
        const called = ids.map((id) => names.get(id) ?? (gone[id] ? t('deleted') : ''));
        return {
          conversation,
          otherId: more.length > 0 ? null : first,
          name: called.includes('') ? '' : called.join(t('nameGap')),
        };
      })
      .filter(({ name }) => name.toLowerCase().includes(sought));
    const live = entries.filter(({ conversation }) => conversation.archivedAt === null);
    return {
      rooms: live.filter(({ conversation }) => conversation.kind === 'room').sort(byName),
      direct: live.filter(({ conversation }) => conversation.kind === 'direct').sort(byActivity),
      archived: entries.filter(({ conversation }) => conversation.archivedAt !== null).sort(byName),
    };
  }, [conversations, people, gone, me.id, query, t]);
  return { loaded, total: conversations.length, sections };
};
