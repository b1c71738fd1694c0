import type { ComponentProps } from 'react';
import { cn } from './class-names.ts';

export const inputLook =
  'w-full rounded-md border border-control bg-canvas px-3 text-ink placeholder:text-faint focus-visible:outline-2 focus-visible:outline-accent-ink focus-visible:-outline-offset-1 disabled:opacity-60 aria-invalid:border-danger';

// 16 px on phones, because Safari zooms into smaller fields.
export const Input = ({ className, ...rest }: ComponentProps<'input'>) => (
  <input className={cn(inputLook, 'h-9 max-sm:h-11 max-sm:text-lg', className)} {...rest} />
);
