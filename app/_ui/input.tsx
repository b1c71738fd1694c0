import type { ComponentProps } from 'react';
import { cn } from './class-names.ts';

const inputLook =
  'w-full rounded-md border bg-canvas px-3 text-ink placeholder:text-faint focus-visible:outline-2 focus-visible:outline-accent-ink focus-visible:-outline-offset-1 disabled:opacity-60 aria-invalid:border-danger';

// 16 px on phones, because Safari zooms into smaller fields.
export const Input = ({ className, dense = false, ...rest }: ComponentProps<'input'> & { dense?: boolean }) => (
  <input
    className={cn(
      inputLook,
      'max-sm:text-lg',
      dense ? 'h-8 border-line max-sm:h-10' : 'h-9 border-control max-sm:h-11',
      className,
    )}
    {...rest}
  />
);
