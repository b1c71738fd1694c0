'use client';

import { Tooltip } from 'radix-ui';
import type { HintSide } from './hint.ts';
import { standInFor } from './stand-in.ts';

const sides: readonly HintSide[] = ['top', 'right', 'bottom', 'left'];

export default function HintBubble({ target }: { target: HTMLElement }) {
  const side = sides.find((candidate) => candidate === target.dataset.hintSide) ?? 'top';
  return (
    <Tooltip.Provider>
      <Tooltip.Root open>
        <Tooltip.Trigger asChild>
          <span aria-hidden style={standInFor(target)} />
        </Tooltip.Trigger>
        <Tooltip.Portal>
          <Tooltip.Content
            aria-hidden
            side={side}
            sideOffset={6}
            className="pointer-events-none z-50 max-w-xs animate-appear rounded-md bg-ink px-2 py-1 text-canvas text-xs shadow-raised"
          >
            {target.dataset.hint}
          </Tooltip.Content>
        </Tooltip.Portal>
      </Tooltip.Root>
    </Tooltip.Provider>
  );
}
