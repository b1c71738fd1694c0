import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from './class-names.ts';

/** How a button looks; for a link that is to look like one. */
export const buttonLook = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      kind: {
        primary: 'bg-accent text-on-accent hover:bg-accent-strong',
        secondary: 'border border-line bg-raised text-ink hover:bg-sunken',
        ghost: 'text-soft hover:bg-sunken hover:text-ink',
        danger: 'bg-danger text-on-danger hover:bg-danger-strong',
        link: 'text-accent-ink underline-offset-4 hover:underline',
        plain: 'underline underline-offset-2',
      },
      size: {
        lg: 'h-10 rounded-md px-4 max-sm:h-11',
        md: 'h-9 rounded-md px-3 max-sm:h-11 max-sm:px-4',
        sm: 'h-7 rounded-md px-2 text-sm max-sm:h-9 max-sm:px-3',
        pill: 'h-8 rounded-full px-3 text-sm',
        icon: 'size-8 rounded-md max-sm:size-11',
        'icon-pill': 'size-8 rounded-full',
        'icon-sm': 'size-7 rounded-md max-sm:size-9',
        inline: 'rounded-sm text-sm',
      },
    },
    defaultVariants: { kind: 'secondary', size: 'md' },
  },
);

type ButtonProps = ComponentProps<'button'> & VariantProps<typeof buttonLook>;

export const Button = ({ kind, size, className, type = 'button', ...rest }: ButtonProps) => (
  <button type={type} className={cn(buttonLook({ kind, size }), className)} {...rest} />
);
