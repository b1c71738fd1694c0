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
  // Whom a guest is told nothing of may be there all the same.
  const mayBeThere = useMe().role === 'guest';
  const isGone = useGonePeople()[id] === true && person === undefined;
  return {
    name: person?.name ?? t(isGone && !mayBeThere ? 'deleted' : 'unknown'),
    isKnown: person !== undefined,
    isGone,
  };
};

type Direct = Pick<Conversation, 'memberIds' | 'peerId' | 'peerIds'>;

/** Everybody else in a direct conversation; in one with oneself, oneself. An instance of a version before names only one. */
export const otherMembers = (conversation: Direct, meId: string): readonly string[] =>
  conversation.peerIds.length > 0 ? conversation.peerIds : [otherMember(conversation, meId)];

const nobody: readonly string[] = [];

/** What a conversation is called; empty while the others' names are on their way. */
export const useConversationName = (conversation: Conversation | undefined): string => {
  const t = useTranslations('people');
  const me = useMe();
  const others = conversation?.kind === 'direct' ? otherMembers(conversation, me.id) : nobody;
  const people = usePeople(others);
  const gone = useGonePeople();
  if (!conversation) return '';
  if (conversation.kind !== 'direct') return conversation.name ?? '';
  const names = others.map((id, at) => people[at]?.name ?? (gone[id] ? t('deleted') : null));
  return names.includes(null) ? '' : names.join(t('nameGap'));
};

/** The names of these people, as far as they are known. */
export const useNames = (ids: readonly string[]): ((id: string) => string) => {
  const t = useTranslations('people');
  const people = usePeople(ids);
  const gone = useGonePeople();
  const mayBeThere = useMe().role === 'guest';
  return useCallback(
    (id: string) =>
      people.find((person) => person?.id === id)?.name ?? t(gone[id] && !mayBeThere ? 'deleted' : 'unknown'),
    [people, gone, mayBeThere, t],
  );
};
