'use client';

import { useEffect } from 'react';

/**
 * Whether a key belongs to an input method (Pinyin, Kana …) that is still composing. Safari ends the composition before
 * it reports the key; that one carries the code 229.
 */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;

/**
 * One rule for every field of every page: while an input method composes, Enter, Escape and the arrows are its own. They
 * end here, before anything that sends, closes or chooses on a key can hear them; the browser still handles them.
 */
export const InputMethods = () => {
  useEffect(() => {
    const keep = (event: KeyboardEvent) => isComposing(event) && event.stopPropagation();
    window.addEventListener('keydown', keep, { capture: true });
    return () => window.removeEventListener('keydown', keep, { capture: true });
  }, []);
  return null;
};
