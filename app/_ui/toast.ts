type Kind = 'success' | 'error' | 'info';
/** What can be done about the news while it is shown; mostly, to take back what was done. */
export type ToastAction = { text: string; onSelect: () => void };
export type Toast = { kind: Kind; text: string; action?: ToastAction };

const waiting: Toast[] = [];
const listeners = new Set<() => void>();

const say = (kind: Kind, text: string, action?: ToastAction): void => {
  waiting.push({ kind, text, ...(action && { action }) });
  for (const listener of listeners) listener();
};

/** Short news at the edge of the page, read aloud politely. */
export const toast = {
  success: (text: string, action?: ToastAction) => say('success', text, action),
  error: (text: string, action?: ToastAction) => say('error', text, action),
  info: (text: string, action?: ToastAction) => say('info', text, action),
};

/** What was said since this was last asked. */
export const takeToasts = (): Toast[] => waiting.splice(0);

/** Calls `listener` whenever something is said; returns how to stop that. */
export const onToast = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
