'use client';

import { type KeyboardEvent, type RefObject, useState } from 'react';
import { useLive } from '../../../_live/core/hooks.ts';
import type { LiveConversation } from '../../../_live/rooms/state.ts';
import { nothingWritten, toBody } from '../_message-text/written.ts';
import { useDraft } from './use-draft.ts';
import { useField } from './use-field.ts';
import { type Suggestion, useSuggestions } from './use-suggestions.ts';

/** What is being written, where the cursor stands in it, and what could complete it. */
export const useWriting = (
  id: string,
  conversation: LiveConversation | undefined,
  field: RefObject<HTMLTextAreaElement | null>,
) => {
  const live = useLive();
  const [written, setDraft] = useDraft(id);
  const writing = useField(field, written, (next) => {
    setDraft(next);
    setActive(0);
    if (next.text.trim() !== '') live.typing(id);
  });
  const [active, setActive] = useState(0);
  const { completing, suggestions, dismiss } = useSuggestions(conversation, written.text, writing.cursor);
  const current = Math.min(active, suggestions.length - 1);
  const chosen = suggestions[current];

  const complete = (suggestion: Suggestion) => {
    if (!completing) return;
    const { start } = completing;
    // What follows is mostly a word of its own; where a blank follows already, one is enough.
    const blank = /^\s/.test(written.text.slice(writing.cursor)) ? '' : ' ';
    if (suggestion.kind === 'emoji')
      return writing.insert(start, { text: `${suggestion.emoji}${blank}`, mentions: [] });
    const { id: personId, name } = suggestion.person;
    writing.insert(start, { text: `@${name}${blank}`, mentions: [{ id: personId, name, start: 0 }] });
  };
  return {
    written,
    body: toBody(written),
    suggestions,
    active: current,
    chosen,
    complete,
    fieldProps: writing.props,
    selectMention: writing.selectMention,
    clear: () => {
      setDraft(nothingWritten);
      writing.forget();
    },
    /** @returns whether the key was for the list of suggestions */
    completesWith: (event: KeyboardEvent): boolean => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!chosen) return false;
      if (step !== undefined) setActive((current + step + suggestions.length) % suggestions.length);
      else if ((event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab') complete(chosen);
      else if (event.key === 'Escape') dismiss();
      else return false;
      return true;
    },
  };
};
