'use client';

import { type ComponentProps, type ReactNode, useEffect, useId, useRef } from 'react';
import { Input } from './input.tsx';

type FieldProps = ComponentProps<'input'> & {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** Stands at the end of the input, inside its frame. */
  trailing?: ReactNode;
};

/** An input with its label, and with a hint or an error that screen readers tie to it; one with an error is gone to. */
export const Field = ({ label, hint, error, trailing, ...rest }: FieldProps) => {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const note = error ?? hint;
  useEffect(() => {
    if (error) input.current?.focus();
  }, [error]);
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      <div className="relative">
        <Input
          id={id}
          ref={input}
          aria-invalid={error ? true : undefined}
          aria-describedby={note ? `${id}-note` : undefined}
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
    </div>
  );
};
