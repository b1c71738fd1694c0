'use client';

import { DropdownMenu } from 'radix-ui';
import { useRef } from 'react';
import type { MenuEntry } from './menu-button.tsx';
import { standInFor } from './stand-in.ts';

type MenuListProps = {
  anchor: HTMLElement;
  entries: readonly MenuEntry[];
  heading?: string | undefined;
  side?: 'top' | 'right' | 'bottom' | 'left' | undefined;
  align?: 'start' | 'center' | 'end' | undefined;
  onClose: () => void;
};

const itemLook =
  'flex h-8 cursor-pointer select-none items-center gap-2 rounded-md px-2 outline-none data-highlighted:bg-sunken max-sm:h-11 [&_svg]:size-4 [&_svg]:text-soft';

export default function MenuList({ anchor, entries, heading, side, align, onClose }: MenuListProps) {
  // Done when the menu is gone: a dialog that opened while it still stood would get neither the focus nor Escape.
  const chosen = useRef<(() => void) | null>(null);
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      <DropdownMenu.Trigger asChild>
        <span aria-hidden style={standInFor(anchor)} />
      </DropdownMenu.Trigger>
      {/* Inside the landmark that it belongs to, as screen readers move from landmark to landmark. */}
      <DropdownMenu.Portal container={anchor.closest<HTMLElement>('nav, main, aside')}>
        <DropdownMenu.Content
          aria-label={anchor.getAttribute('aria-label') ?? anchor.textContent ?? undefined}
          aria-labelledby={undefined}
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          // The button itself closes what it opened.
          onInteractOutside={(event) => {
            if (event.target instanceof Node && anchor.contains(event.target)) event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            anchor.focus();
            chosen.current?.();
          }}
          className="z-50 min-w-44 animate-appear rounded-lg border border-line bg-raised p-1 text-ink shadow-raised"
        >
          {heading ? (
            <DropdownMenu.Label className="max-w-60 truncate px-2 py-1 font-medium text-sm">
              {heading}
            </DropdownMenu.Label>
          ) : null}
          {entries.map((entry, place) =>
            entry === 'line' ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: the entries of one menu never change places
              <DropdownMenu.Separator key={place} className="my-1 h-px bg-line" />
            ) : (
              <DropdownMenu.Item
                key={entry.key}
                onSelect={() => {
                  chosen.current = entry.onSelect;
                }}
                className={itemLook}
              >
                {entry.icon} {entry.text}
              </DropdownMenu.Item>
            ),
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
