import { createStore } from 'zustand/vanilla';

/**
 * Texts that this browser keeps under names, over reloads; the one way to `localStorage`. A browser may forbid it, or be
 * full: then they are kept for as long as the page is there, and {@link keeping} says so. Nothing here throws.
 */
const inThePage = new Map<string, string>();

/** Whether everything given to {@link keepText} would be there after a reload. */
export const keeping = createStore<{ readonly works: boolean }>(() => ({ works: true }));

// Where storage is forbidden, already reading the property throws.
const attempt = <T>(use: (storage: Storage) => T, otherwise: T): T => {
  try {
    return typeof window === 'undefined' ? otherwise : use(window.localStorage);
  } catch {
    return otherwise;
  }
};

const written = (name: string, text: string): boolean =>
  attempt((storage) => {
    storage.setItem(name, text);
    return true;
  }, false);

const say = () => keeping.setState({ works: inThePage.size === 0 });

/** @returns null when nothing is kept under this name */
export const keptText = (name: string): string | null =>
  inThePage.get(name) ?? attempt((storage) => storage.getItem(name), null);

export const keepText = (name: string, text: string): void => {
  if (written(name, text)) inThePage.delete(name);
  else inThePage.set(name, text);
  say();
};

export const forgetText = (name: string): void => {
  inThePage.delete(name);
  attempt((storage) => storage.removeItem(name), undefined);
  say();
};

/** All names under which something is kept, in no particular order. */
export const keptNames = (): string[] => [
  ...new Set([...inThePage.keys(), ...attempt((storage) => Object.keys(storage), [])]),
];

/**
 * Tells when another tab kept or forgot something.
 * @param changed gets the name, or null when all was forgotten
 * @returns stops listening
 */
export const onKeptElsewhere = (changed: (name: string | null) => void): (() => void) => {
  if (typeof window === 'undefined') return () => undefined;
  const listener = ({ key }: StorageEvent) => changed(key);
  window.addEventListener('storage', listener);
  return () => window.removeEventListener('storage', listener);
};
