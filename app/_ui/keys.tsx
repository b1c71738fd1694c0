'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => undefined;
const isApple = () => /Mac|iPhone|iPad/.test(navigator.platform);

/** A combination such as `Mod+K`; Mod is ⌘ on Apple's keyboards and Ctrl on all others. */
export const Keys = ({ combination }: { combination: string }) => {
  const apple = useSyncExternalStore(never, isApple, () => false);
  return (
    <span className="inline-flex gap-1">
      {combination.split('+').map((key) => (
        <kbd
          key={key}
          className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line bg-panel px-1 font-sans text-soft text-xs"
        >
          {key === 'Mod' ? (apple ? '⌘' : 'Ctrl') : key}
        </kbd>
      ))}
    </span>
  );
};
