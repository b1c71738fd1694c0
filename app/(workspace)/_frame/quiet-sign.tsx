'use client';

import { BellOff } from 'lucide-react';
import { useDoNotDisturb } from '../../_live/do-not-disturb/hooks.ts';

/** Stands on one's own picture while one does not want to be disturbed. */
export default function QuietSign() {
  if (useDoNotDisturb() === null) return null;
  return (
    <span className="-right-1 -bottom-1 absolute grid size-4 place-items-center rounded-full bg-panel text-soft">
      <BellOff className="size-3" aria-hidden />
    </span>
  );
}
