'use client';

import { useTyping } from '../../../_live/typing/hooks.ts';
import { later } from '../../../_ui/later.tsx';

const TypingWords = later(() => import('./typing-words.tsx'));

/** Who is writing; always as high as when somebody is, so that nothing moves. */
export const TypingLine = ({ id }: { id: string }) => {
  const typing = useTyping(id);
  return (
    <p aria-live="polite" className="h-5 shrink-0 truncate px-5 text-soft text-xs leading-5">
      {typing.length > 0 ? <TypingWords typing={typing} /> : null}
    </p>
  );
};
