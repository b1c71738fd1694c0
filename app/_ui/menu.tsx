'use client';

import { DropdownMenu } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './class-names.ts';

export const Menu = DropdownMenu.Root;
export const MenuTrigger = DropdownMenu.Trigger;

export const MenuContent = ({ className, ...rest }: ComponentProps<typeof DropdownMenu.Content>) => (
  <DropdownMenu.Portal>
    <DropdownMenu.Content
      sideOffset={6}
      collisionPadding={8}
      className={cn(
        'z-50 min-w-44 animate-appear rounded-lg border border-line bg-raised p-1 text-ink shadow-raised',
        className,
      )}
      {...rest}
    />
  </DropdownMenu.Portal>
);

export const MenuItem = ({ className, ...rest }: ComponentProps<typeof DropdownMenu.Item>) => (
  <DropdownMenu.Item
    className={cn(
      'flex h-8 cursor-pointer select-none items-center gap-2 rounded-md px-2 outline-none data-highlighted:bg-sunken max-sm:h-11 [&_svg]:size-4 [&_svg]:text-soft',
      className,
    )}
    {...rest}
  />
);

export const MenuSeparator = () => <DropdownMenu.Separator className="my-1 h-px bg-line" />;
export const MenuLabel = ({ className, ...rest }: ComponentProps<typeof DropdownMenu.Label>) => (
  <DropdownMenu.Label className={cn('px-2 py-1 text-soft text-sm', className)} {...rest} />
);
