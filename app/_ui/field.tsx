'use client';

import { type ComponentProps, type FormEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { lengthOf } from '../../protocol/length.ts';
import { Input } from './input.tsx';
import { LengthNote } from './length-note.tsx';

type FieldProps = Omit<ComponentProps<'input'>, 'value'> & {
  value: string;
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** How long the text may be, in UTF-16 code units. What is longer is counted, never cut: see {@link isTooLong}. */
  most?: number;
  /** Stands at the end of the input, inside its frame. */
  trailing?: ReactNode;
  /** Stands beside the label. */
  beside?: ReactNode;
  /** Whether an error takes the focus here. */
  isGoneTo?: boolean;
};

/** An input with its label, and with a hint or an error that screen readers tie to it; one with an error is gone to. */
export const Field = ({ label, hint, error, trailing, beside, isGoneTo = true, ...others }: FieldProps) => {
  const { most = Number.POSITIVE_INFINITY, ...rest } = others;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const length = lengthOf(rest.value.trim());
  const isLong = length > most;
  const note = isLong ? undefined : (error ?? hint);
  const notes = [...(note ? [`${id}-note`] : []), ...(most < Number.POSITIVE_INFINITY ? [`${id}-length`] : [])];
  useEffect(() => {
    if (error && isGoneTo) input.current?.focus();
  }, [error, isGoneTo]);
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-3">
        <label htmlFor={id} className="font-medium text-sm">
          {label}
        </label>
        {beside}
      </div>
      <div className="relative">
        <Input
          id={id}
          ref={input}
          aria-invalid={error || isLong ? true : undefined}
          aria-describedby={notes.join(' ') || undefined}
          data-too-long={isLong || undefined}
          className={trailing ? 'pr-10' : undefined}
          {...rest}
        />
        {trailing ? <div className="absolute inset-y-0 right-1 flex items-center">{trailing}</div> : null}
      </div>
      {note ? (
        <p id={`${id}-note`} className={error ? 'text-danger-ink text-sm' : 'text-faint text-sm'}>
          {note}
        </p>
      ) : null}
      <LengthNote id={`${id}-length`} length={length} most={most} />
    </div>
  );
};

/** @returns whether a field of the form that is sent holds too much; it is gone to, and says so already */
export const isTooLong = ({ currentTarget }: FormEvent<HTMLElement>): boolean => {
  const field = currentTarget.querySelector<HTMLElement>('[data-too-long]');
  field?.focus();
  return field !== null;
};
