import { vi } from 'vitest';

/** What stands in a browser's place for `window.localStorage`. */
export const storageOf = (entries: Map<string, string>): Storage => {
  const storage = {
    getItem: (name: string) => entries.get(name) ?? null,
    setItem: (name: string, text: string) => void entries.set(name, text),
    removeItem: (name: string) => void entries.delete(name),
  };
  // Names are own properties of a real one, too.
  return new Proxy(storage, {
    ownKeys: () => [...entries.keys()],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: '' }),
  }) as unknown as Storage;
};

/** A browser whose storage may work, be full, or be forbidden. */
export const browserWith = (localStorage: Storage | 'forbidden') => {
  const window = new EventTarget();
  Object.defineProperty(window, 'localStorage', {
    get: () => {
      if (localStorage === 'forbidden') throw new DOMException('denied', 'SecurityError');
      return localStorage;
    },
  });
  vi.stubGlobal('window', window);
  return window;
};

export const fullStorage = (entries: Map<string, string>): Storage => {
  const storage = storageOf(entries);
  Object.defineProperty(storage, 'setItem', {
    value: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  });
  return storage;
};
