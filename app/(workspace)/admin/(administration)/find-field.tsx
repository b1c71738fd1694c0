'use client';

import { Search } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { lengthOf } from '../../../../protocol/length.ts';
import { Input } from '../../../_ui/input.tsx';
import { LengthNote } from '../../../_ui/length-note.tsx';

const pause = 250;

type FindFieldProps = { label: string; value: string; most: number; onChange: (value: string) => void };

/** What a list of Administration is searched by, as one types. */
export const FindField = ({ label, value, most, onChange }: FindFieldProps) => {
  const noteId = useId();
  const [text, setText] = useState(value);
  const length = lengthOf(text.trim());
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    // What is too long finds nothing: the list stays as it is until there is something to look for.
    if (length > most || text.trim() === value) return;
    const timer = setTimeout(() => onChange(text), pause);
    return () => clearTimeout(timer);
  }, [text, length, most, value, onChange]);
  return (
    <div className="relative min-w-48 flex-1 sm:max-w-80">
      <Search className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint max-sm:top-3" aria-hidden />
      <Input
        type="search"
        aria-label={label}
        placeholder={label}
        aria-invalid={length > most || undefined}
        aria-describedby={noteId}
        value={text}
        onChange={(event) => setText(event.target.value)}
        dense
        className="pl-8"
      />
      <LengthNote id={noteId} length={length} most={most} />
    </div>
  );
};
