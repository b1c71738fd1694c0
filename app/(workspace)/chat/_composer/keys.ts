import type { KeyboardEvent } from 'react';

/** Whether this key press means "send". Keys of an input method that composes come no further than the window. */
export const isSending = (event: KeyboardEvent): boolean => event.key === 'Enter' && !event.shiftKey && !event.altKey;
