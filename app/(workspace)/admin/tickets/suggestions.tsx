'use client';

import { UserRoundPlus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Person, Rejection } from '../../../../protocol/index.ts';
import { limits } from '../../../../protocol/limits.ts';
import { useLive } from '../../../_live/core/hooks.ts';
import type { LiveConversation } from '../../../_live/rooms/state.ts';
import { Button } from '../../../_ui/button.tsx';
import { useErrorText } from '../../../_ui/error-text.ts';
import { toast } from '../../../_ui/toast.ts';

const most = 3;

/** A name as people search finds it: of an address, what stands before the @. */
const wordsOf = (named: string): string =>
  (named.split('@')[0] ?? '')
    .replaceAll(/[._-]+/g, ' ')
    .trim()
    .slice(0, limits.personName);

/** People whom the ticket may name: who asked for it and who rejected it are only words, so somebody has to say so. */
const useSuggested = ({ requester, rejectedBy }: Rejection): readonly Person[] => {
  const live = useLive();
  const [people, setPeople] = useState<readonly Person[]>([]);
  useEffect(() => {
    let current = true;
    const search = async () => {
      const names = [...new Set([requester ?? '', rejectedBy].map(wordsOf))].filter((name) => name.length > 1);
      const answers = await Promise.all(names.map((query) => live.request('people:list', { query, limit: most })));
      const found = answers.flatMap((answer) => (answer.ok ? answer.data.people : []));
      if (current) setPeople([...new Map(found.map((person) => [person.id, person])).values()]);
    };
    void search();
    return () => {
      current = false;
    };
  }, [live, requester, rejectedBy]);
  return people;
};

type SuggestionsProps = { rejection: Rejection; conversation: LiveConversation | undefined };

/** Offers to invite those whom the ticket may name and who are not in the room. */
export const Suggestions = ({ rejection, conversation }: SuggestionsProps) => {
  const t = useTranslations('tickets');
  const live = useLive();
  const errorText = useErrorText();
  const people = useSuggested(rejection);
  if (!conversation || conversation.archivedAt) return null;
  const missing = people.filter(
    ({ id, kind, deactivated }) => kind !== 'bot' && !deactivated && !conversation.memberIds.includes(id),
  );
  const invite = async (person: Person) => {
    const answer = await live.request('conversation:invite', {
      conversationId: conversation.id,
      memberIds: [person.id],
    });
    if (!answer.ok) toast.error(errorText(answer.error));
  };
  return missing.map((person) => (
    <Button key={person.id} size="sm" onClick={() => void invite(person)}>
      <UserRoundPlus aria-hidden /> {t('invite', { name: person.name })}
    </Button>
  ));
};
