import type { ReactNode } from 'react';
import { Dot, type Health } from './signs.tsx';

/** Parts of one sort, beside each other as far as there is room. */
export const Tiles = ({ label, children }: { label: string; children: ReactNode }) => (
  <ul aria-label={label} className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
    {children}
  </ul>
);

type TileProps = { health: Health; title: string; aside?: string; children: ReactNode };

export const Tile = ({ health, title, aside, children }: TileProps) => (
  <li className="flex min-w-0 flex-col gap-1 rounded-xl border bg-raised p-4">
    <div className="flex items-center gap-2">
      <Dot health={health} />
      <h3 className="min-w-0 flex-1 truncate font-medium">{title}</h3>
      {aside ? <span className="truncate text-soft text-sm">{aside}</span> : null}
    </div>
    {children}
  </li>
);
