'use client';

import { useEffect, useState } from 'react';

/** A yes or no that this browser remembers. */
export const useRemembered = (name: string, initial: boolean): [boolean, (value: boolean) => void] => {
  const [value, setValue] = useState(initial);
  useEffect(() => {
    const stored = localStorage.getItem(name);
    if (stored !== null) setValue(stored === 'true');
  }, [name]);
  const remember = (next: boolean) => {
    setValue(next);
    localStorage.setItem(name, String(next));
  };
  return [value, remember];
};
