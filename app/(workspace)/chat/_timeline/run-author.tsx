'use client';

import { type Ref, useImperativeHandle, useState } from 'react';
import { usePersonName } from '../../../_people/names.ts';
import { PersonAvatar } from '../../../_people/person-avatar.tsx';
import { useMoments } from '../../../_ui/moments.ts';
import type { Row } from './rows.ts';

/** Told on every scroll which row is the first whose beginning, with its author's name, is out of sight. */
export type RunAuthorHandle = { cut: (place: number) => void };

const Author = ({ id, at }: { id: string; at: number }) => {
  const moments = useMoments();
  const { name } = usePersonName(id);
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute inset-x-0 top-0 z-10 flex h-8 items-center gap-2 border-b bg-canvas pr-8 pl-9 text-sm max-sm:pl-5"
    >
      <PersonAvatar id={id} size="xs" />
      <span className="truncate font-semibold">
        <bdi>{name}</bdi>
      </span>
      <span className="shrink-0 text-faint text-xs">{moments.time(at)}</span>
    </div>
  );
};

/** In a long run of one author's messages: whose they are, while the place that says so is above the window. */
export default function RunAuthor({ ref, rows }: { ref: Ref<RunAuthorHandle>; rows: readonly Row[] }) {
  const [place, setPlace] = useState(-1);
  useImperativeHandle(ref, () => ({ cut: setPlace }), []);
  const row = rows[place];
  const next = rows[place + 1];
  // The last line of a run goes out of sight in a moment, and the next one brings its author along.
  if (!row || !next || next.head || next.dayAfter !== null) return null;
  return <Author id={row.item.message.authorId} at={row.at} />;
}
