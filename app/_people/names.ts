'use client';

import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import type { Conversation } from '../../protocol/index.ts';
import { useMe, usePeople, usePerson } from '../_live/hooks.ts';

/** The other one in a direct conversation; in a conversation with oneself, oneself. */
export const otherMember = (conversation: Pick<Conversation, 'memberIds'>, meId: string): string =>
  conversation.memberIds.find((id) => id !== meId) ?? meId;

/** What a conversation is called; empty while the other one's name is on its way. */
export const useConversationName = (conversation: Conversation | undefined): string => {
  const me = useMe();
  const direct = conversation?.kind === 'direct';
  const person = usePerson(direct ? otherMember(conversation, me.id) : me.id);
  if (!conversation) return '';
  return direct ? (person?.name ?? '') : (conversation.name ?? '');
};

/** The names of these people, as far as they are known. */
export const useNames = (ids: readonly string[]): ((id: string) => string) => {
  const t = useTranslations('people');
  const people = usePeople(ids);
  return useCallback((id: string) => people.find((person) => person?.id === id)?.name ?? t('unknown'), [people, t]);
};
