import type { ComponentProps } from 'react';
import { Button } from './button.tsx';
import { type HintSide, hint } from './hint.ts';

type IconButtonProps = ComponentProps<typeof Button> & { label: string; side?: HintSide };

/** A button that shows only an icon; its name is read aloud and shown when pointed at. */
export const IconButton = ({ label, side, kind = 'ghost', size = 'icon', ...rest }: IconButtonProps) => (
  <Button kind={kind} size={size} aria-label={label} {...hint(label, side)} {...rest} />
);
