'use client';

import { useEffect, useState } from 'react';
import { keepText, keptText } from '../../../_live/core/storage/texts.ts';

/** A yes or no that this browser remembers. */
export const useRemembered = (name: string, initial: boolean): [boolean, (value: boolean) => void] => {
  const [value, setValue] = useState(initial);
  useEffect(() => {
    const stored = keptText(name);
    if (stored !== null) setValue(stored === 'true');
  }, [name]);
  const remember = (next: boolean) => {
    setValue(next);
    keepText(name, String(next));
  };
  return [value, remember];
};
