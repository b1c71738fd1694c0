'use client';

import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import type { Conversation } from '../../protocol/index.ts';
import { useMe } from '../_live/connection/hooks.ts';
import { useGonePeople, usePeople, usePerson } from '../_live/people/hooks.ts';

/** The other one in a direct conversation; in a conversation with oneself, oneself. */
export const otherMember = (conversation: Pick<Conversation, 'memberIds' | 'peerId'>, meId: string): string =>
  conversation.peerId ?? conversation.memberIds.find((id) => id !== meId) ?? meId;

/** What somebody is called; of an account that was removed, that. */
export const usePersonName = (id: string): { name: string; isKnown: boolean; isGone: boolean } => {
  const t = useTranslations('people');
  const person = usePerson(id);
  const isGone = useGonePeople()[id] === true && person === undefined;
  return { name: person?.name ?? t(isGone ? 'deleted' : 'unknown'), isKnown: person !== undefined, isGone };
};

/** What a conversation is called; empty while the other one's name is on its way. */
export const useConversationName = (conversation: Conversation | undefined): string => {
  const me = useMe();
  const direct = conversation?.kind === 'direct';
  const { name, isKnown, isGone } = usePersonName(direct ? otherMember(conversation, me.id) : me.id);
  if (!conversation) return '';
  if (!direct) return conversation.name ?? '';
  return isKnown || isGone ? name : '';
};

/** The names of these people, as far as they are known. */
export const useNames = (ids: readonly string[]): ((id: string) => string) => {
  const t = useTranslations('people');
  const people = usePeople(ids);
  const gone = useGonePeople();
  return useCallback(
    (id: string) => people.find((person) => person?.id === id)?.name ?? t(gone[id] ? 'deleted' : 'unknown'),
    [people, gone, t],
  );
};
