type Kind = 'success' | 'error' | 'info';
/** What can be done about the news while it is shown; mostly, to take back what was done. */
export type ToastAction = { text: string; onSelect: () => void };
/** `id`: it takes the place of what is still shown under it. */
export type Toast = { kind: Kind; text: string; action?: ToastAction | undefined; id?: string | undefined };

const waiting: Toast[] = [];
const listeners = new Set<() => void>();

const sayAs =
  (kind: Kind) =>
  (text: string, action?: ToastAction, id?: string): void => {
    waiting.push({ kind, text, action, id });
    for (const listener of listeners) listener();
  };

/** Short news at the edge of the page, read aloud politely. */
export const toast = { success: sayAs('success'), error: sayAs('error'), info: sayAs('info') };

/** What was said since this was last asked. */
export const takeToasts = (): Toast[] => waiting.splice(0);

/** Calls `listener` whenever something is said; returns how to stop that. */
export const onToast = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
