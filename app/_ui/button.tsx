import { cva, type VariantProps } from 'class-variance-authority';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './class-names.ts';

const look = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      kind: {
        primary: 'bg-accent text-on-accent hover:bg-accent-strong',
        secondary: 'border border-line bg-raised text-ink hover:bg-sunken',
        ghost: 'text-soft hover:bg-sunken hover:text-ink',
        danger: 'bg-danger text-on-danger hover:bg-danger-strong',
        link: 'text-accent-ink underline-offset-4 hover:underline',
      },
      size: {
        md: 'h-9 px-3 max-sm:h-11 max-sm:px-4',
        sm: 'h-7 px-2 text-sm max-sm:h-9 max-sm:px-3',
        icon: 'size-8 max-sm:size-11',
        'icon-sm': 'size-7 max-sm:size-9',
        inline: '',
      },
    },
    defaultVariants: { kind: 'secondary', size: 'md' },
  },
);

type ButtonProps = ComponentProps<'button'> & VariantProps<typeof look> & { asChild?: boolean };

export const Button = ({ kind, size, asChild, className, type = 'button', ...rest }: ButtonProps) => {
  const classes = cn(look({ kind, size }), className);
  return asChild ? <Slot.Root className={classes} {...rest} /> : <button type={type} className={classes} {...rest} />;
};
