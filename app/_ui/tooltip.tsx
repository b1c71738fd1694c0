'use client';

import { Tooltip } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';

export const TooltipProvider = Tooltip.Provider;

type HintProps = { text: ReactNode; side?: 'top' | 'right' | 'bottom' | 'left'; children: ReactElement };

/** Shows a short text beside what is pointed at or focused. */
export const Hint = ({ text, side = 'top', children }: HintProps) => (
  <Tooltip.Root>
    <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
    <Tooltip.Portal>
      <Tooltip.Content
        side={side}
        sideOffset={6}
        className="z-50 max-w-xs animate-appear rounded-md bg-ink px-2 py-1 text-canvas text-xs shadow-raised"
      >
        {text}
      </Tooltip.Content>
    </Tooltip.Portal>
  </Tooltip.Root>
);
