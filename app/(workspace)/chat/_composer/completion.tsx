'use client';

import { useEffect, useImperativeHandle, useState } from 'react';
import type { LiveConversation } from '../../../_live/rooms/state.ts';
import type { Written } from '../_message-text/written.ts';
import { SuggestionList } from './suggestion-list.tsx';
import type { CompletionKeys, CompletionProps } from './use-completion.ts';
import { type Suggestion, useSuggestions } from './use-suggestions.ts';

const writtenOf = (suggestion: Suggestion): Written => {
  if (suggestion.kind === 'emoji') return { text: suggestion.emoji, mentions: [] };
  const { id, name } = suggestion.person;
  return { text: `@${name}`, mentions: [{ id, name, start: 0 }] };
};

type Props = CompletionProps & { id: string; conversation: LiveConversation | undefined };

/** What can complete the word at the cursor. The field keeps the focus, and passes on the keys. */
export default function Completion({ id, conversation, completing, keys, onComplete, onActive, onDismiss }: Props) {
  const suggestions = useSuggestions(conversation, completing);
  const [moved, setMoved] = useState({ query: completing.query, to: 0 });
  // Whatever is typed begins again with the best.
  const active = moved.query === completing.query ? Math.min(moved.to, suggestions.length - 1) : 0;
  const chosen = suggestions[active];
  const optionId = chosen ? `${id}-${chosen.key}` : null;
  useEffect(() => {
    onActive(optionId);
    return () => onActive(null);
  }, [onActive, optionId]);
  useImperativeHandle(
    keys,
    (): CompletionKeys => (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!chosen) return false;
      if (step !== undefined)
        setMoved({ query: completing.query, to: (active + step + suggestions.length) % suggestions.length });
      else if ((event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab') onComplete(writtenOf(chosen));
      else if (event.key === 'Escape') onDismiss();
      else return false;
      return true;
    },
  );
  return (
    <SuggestionList
      id={id}
      suggestions={suggestions}
      active={active}
      onChoose={(suggestion) => onComplete(writtenOf(suggestion))}
    />
  );
}
