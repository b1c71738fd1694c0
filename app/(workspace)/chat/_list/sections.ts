'use client';

import { useMemo } from 'react';
import { useMe } from '../../../_live/connection/hooks.ts';
import { usePeople } from '../../../_live/people/hooks.ts';
import { useConversations } from '../../../_live/rooms/hooks.ts';
import type { LiveConversation } from '../../../_live/rooms/state.ts';
import { otherMember } from '../../../_people/names.ts';

export type ListEntry = { conversation: LiveConversation; name: string; otherId: string | null };
export type Sections = { rooms: ListEntry[]; direct: ListEntry[]; archived: ListEntry[] };

const byName = (a: ListEntry, b: ListEntry) => a.name.localeCompare(b.name);
const byActivity = (a: ListEntry, b: ListEntry) =>
  (b.conversation.lastActivity ?? '').localeCompare(a.conversation.lastActivity ?? '') || byName(a, b);

/** The conversations whose name contains `query`: rooms by name, direct ones with the latest on top. */
export const useSections = (query: string): { loaded: boolean; total: number; sections: Sections } => {
  const me = useMe();
  const { loaded, conversations } = useConversations();
  const others = useMemo(
    () => conversations.filter(({ kind }) => kind === 'direct').map((direct) => otherMember(direct, me.id)),
    [conversations, me.id],
  );
  const people = usePeople(others);
  const sections = useMemo(() => {
    const names = new Map(people.flatMap((person) => (person ? [[person.id, person.name]] : [])));
    const sought = query.trim().toLowerCase();
    const entries = conversations
      .map((conversation): ListEntry => {
        const otherId = conversation.kind === 'direct' ? otherMember(conversation, me.id) : null;
        return { conversation, otherId, name: otherId ? (names.get(otherId) ?? '') : (conversation.name ?? '') };
      })
      .filter(({ name }) => name.toLowerCase().includes(sought));
    const live = entries.filter(({ conversation }) => conversation.archivedAt === null);
    return {
      rooms: live.filter(({ otherId }) => otherId === null).sort(byName),
      direct: live.filter(({ otherId }) => otherId !== null).sort(byActivity),
      archived: entries.filter(({ conversation }) => conversation.archivedAt !== null).sort(byName),
    };
  }, [conversations, people, me.id, query]);
  return { loaded, total: conversations.length, sections };
};
