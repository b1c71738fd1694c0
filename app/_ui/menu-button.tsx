'use client';

import { type ComponentProps, type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { later } from './later.tsx';

const MenuList = later(() => import('./menu-list.tsx'));

export type MenuEntry = { key: string; text: string; icon: ReactNode; onSelect: () => void } | 'line';

type MenuButtonProps = ComponentProps<'button'> & {
  entries: readonly MenuEntry[];
  /** Stands above the entries. */
  heading?: string;
  side?: 'top' | 'right' | 'bottom' | 'left';
  align?: 'start' | 'center' | 'end';
};

/** A button that opens a menu; the menu is loaded when it is first opened. */
export const MenuButton = ({ entries, heading, side, align, ...rest }: MenuButtonProps) => {
  const button = useRef<HTMLButtonElement>(null);
  const [anchor, setAnchor] = useState<HTMLButtonElement | null>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    setAnchor(button.current);
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={() => setAnchor(anchor ? null : button.current)}
        onKeyDown={onKeyDown}
        {...rest}
      />
      {anchor ? (
        <MenuList
          anchor={anchor}
          entries={entries}
          heading={heading}
          side={side}
          align={align}
          onClose={() => setAnchor(null)}
        />
      ) : null}
    </>
  );
};
