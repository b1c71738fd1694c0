'use client';

import { useId } from 'react';
import { LengthNote } from '../../../../../_ui/length-note.tsx';

type TextAreaProps = {
  label: string;
  hint?: string;
  error?: string | undefined;
  rows: number;
  most: number;
  value: string;
  onChange: (value: string) => void;
};

/** Several lines of something that machines read, with its label. */
export const TextArea = ({ label, hint, error, rows, most, value, onChange }: TextAreaProps) => {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      <textarea
        id={id}
        value={value}
        rows={rows}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        aria-invalid={error || value.length > most ? true : undefined}
        aria-describedby={`${id}-note ${id}-length`}
        data-too-long={value.length > most || undefined}
        onChange={(event) => onChange(event.target.value)}
        className="w-full resize-y rounded-md border border-control bg-canvas p-3 font-mono text-sm aria-invalid:border-danger"
      />
      <p
        id={`${id}-note`}
        role={error ? 'alert' : undefined}
        className={error ? 'wrap-anywhere text-danger-ink text-sm' : 'text-faint text-sm empty:hidden'}
      >
        {note}
      </p>
      <LengthNote id={`${id}-length`} length={value.length} most={most} />
    </div>
  );
};
