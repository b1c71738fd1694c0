import type { KeyboardEvent } from 'react';

/**
 * Whether a key belongs to an input method (Pinyin, Kana …) that is still composing. Safari ends the composition before
 * it reports the key; that one carries the code 229.
 */
export const isComposing = (event: KeyboardEvent): boolean => event.nativeEvent.isComposing || event.keyCode === 229;

/** Whether this key press means "send". */
export const isSending = (event: KeyboardEvent): boolean =>
  event.key === 'Enter' && !event.shiftKey && !event.altKey && !isComposing(event);
