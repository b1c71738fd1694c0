'use client';

import type { ComponentProps } from 'react';
import { cn } from '../_ui/class-names.ts';

type PersonAnchorProps = ComponentProps<'button'> & { id: string };

/**
 * A name or a picture that shows somebody's card when it is pointed at, clicked, or chosen with the keyboard. What draws the card
 * listens on the page, and is loaded after everything else.
 */
export const PersonAnchor = ({ id, className, ...rest }: PersonAnchorProps) => (
  <button
    type="button"
    data-person={id}
    aria-haspopup="dialog"
    className={cn('min-w-0 rounded-sm text-left', className)}
    {...rest}
  />
);
