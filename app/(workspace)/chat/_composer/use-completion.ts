'use client';

import { type KeyboardEvent, type RefObject, useMemo, useRef, useState } from 'react';
import { type Completing, completingAt } from '../_message-text/mentions.ts';
import type { Written } from '../_message-text/written.ts';

/** What the list of completions does with a key; it says whether the key was for the list. */
export type CompletionKeys = (event: KeyboardEvent) => boolean;

/** What the list needs of the field that it completes. */
export type CompletionProps = {
  completing: Completing;
  keys: RefObject<CompletionKeys | null>;
  onComplete: (completed: Written) => void;
  /** Is told the id of the option that Enter would take. */
  onActive: (optionId: string | null) => void;
  onDismiss: () => void;
};

/**
 * Whether something can be completed at the cursor. What with is found by a list that is loaded for it; until then no key
 * is the list's.
 * @param insert types in place of everything from `start` to the cursor
 */
export const useCompletion = (text: string, cursor: number, insert: (start: number, completed: Written) => void) => {
  const [dismissed, setDismissed] = useState<string | null>(null);
  const [active, setActive] = useState<string | null>(null);
  const keys = useRef<CompletionKeys>(null);
  const completing = useMemo(() => completingAt(text, cursor), [text, cursor]);
  const place = completing ? `${completing.sign}${completing.start}` : null;
  const complete = ({ text: completed, mentions }: Written) => {
    if (!completing) return;
    // What follows is mostly a word of its own; where a blank follows already, one is enough.
    const blank = /^\s/.test(text.slice(cursor)) ? '' : ' ';
    insert(completing.start, { text: `${completed}${blank}`, mentions });
  };
  const props: CompletionProps | null =
    completing === null || place === dismissed
      ? null
      : { completing, keys, onComplete: complete, onActive: setActive, onDismiss: () => setDismissed(place) };
  return { active, props, completesWith: (event: KeyboardEvent): boolean => keys.current?.(event) ?? false };
};
