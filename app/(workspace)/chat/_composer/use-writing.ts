'use client';

import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { type LiveConversation, useLive } from '../../../_live/hooks.ts';
import { toBody } from '../_message-text/mentions.ts';
import { isComposing } from './keys.ts';
import { useDraft } from './use-draft.ts';
import { type Suggestion, useSuggestions } from './use-suggestions.ts';

/** What is being written, where the cursor stands in it, and what could complete it. */
export const useWriting = (
  id: string,
  conversation: LiveConversation | undefined,
  field: RefObject<HTMLTextAreaElement | null>,
) => {
  const live = useLive();
  const [{ text, mentions }, setDraft] = useDraft(id);
  const [cursor, setCursor] = useState(0);
  const [active, setActive] = useState(0);
  const { completing, suggestions, dismiss } = useSuggestions(conversation, text, cursor);
  const current = Math.min(active, suggestions.length - 1);
  const chosen = suggestions[current];

  // A completion replaces the text, which puts the browser's cursor at its end.
  const cursorAfter = useRef<number | null>(null);
  useLayoutEffect(() => {
    const at = cursorAfter.current;
    cursorAfter.current = null;
    if (at !== null) field.current?.setSelectionRange(at, at);
  });

  const complete = (suggestion: Suggestion) => {
    if (!completing) return;
    const word = suggestion.kind === 'person' ? `@${suggestion.person.name} ` : `${suggestion.emoji} `;
    const at = completing.start + word.length;
    const added = suggestion.kind === 'person' ? [{ id: suggestion.person.id, name: suggestion.person.name }] : [];
    setDraft({
      text: `${text.slice(0, completing.start)}${word}${text.slice(cursor)}`,
      mentions: [...mentions, ...added],
    });
    setCursor(at);
    setActive(0);
    cursorAfter.current = at;
  };
  return {
    text,
    body: toBody(text.trim(), mentions),
    suggestions,
    active: current,
    chosen,
    complete,
    setCursor,
    write: (next: string, at: number) => {
      setDraft({ text: next, mentions });
      setCursor(at);
      setActive(0);
      if (next.trim() !== '') live.typing(id);
    },
    clear: () => {
      setDraft({ text: '', mentions: [] });
      setCursor(0);
    },
    /** @returns whether the key was for the list of suggestions */
    completesWith: (event: KeyboardEvent): boolean => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!chosen || isComposing(event)) return false;
      if (step !== undefined) setActive((current + step + suggestions.length) % suggestions.length);
      else if ((event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab') complete(chosen);
      else if (event.key === 'Escape') dismiss();
      else return false;
      return true;
    },
  };
};
