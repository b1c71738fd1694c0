type Kind = 'success' | 'error' | 'info';
export type Toast = { kind: Kind; text: string };

const waiting: Toast[] = [];
const listeners = new Set<() => void>();

const say = (kind: Kind, text: string): void => {
  waiting.push({ kind, text });
  for (const listener of listeners) listener();
};

/** Short news at the edge of the page, read aloud politely. */
export const toast = {
  success: (text: string) => say('success', text),
  error: (text: string) => say('error', text),
  info: (text: string) => say('info', text),
};

/** What was said since this was last asked. */
export const takeToasts = (): Toast[] => waiting.splice(0);

/** Calls `listener` whenever something is said; returns how to stop that. */
export const onToast = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
