'use client';

import type { ComponentProps } from 'react';
import { Button } from './button.tsx';
import { Hint } from './tooltip.tsx';

type IconButtonProps = ComponentProps<typeof Button> & {
  label: string;
  side?: ComponentProps<typeof Hint>['side'];
};

/** A button that shows only an icon; its name is read aloud and shown when pointed at. */
export const IconButton = ({ label, side, kind = 'ghost', size = 'icon', ...rest }: IconButtonProps) => (
  <Hint text={label} side={side}>
    <Button kind={kind} size={size} aria-label={label} {...rest} />
  </Hint>
);
