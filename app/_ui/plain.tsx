import type { ReactNode } from 'react';

/**
 * How the one button of a page looks that every other page carries along, for the case that it is needed: its code is
 * part of every first load, so it draws with nothing but this.
 */
export const plainButtonLook =
  'inline-flex h-9 items-center justify-center rounded-md bg-accent px-3 font-medium text-on-accent hover:bg-accent-strong max-sm:h-11';

/** A sign in the manner of the others, drawn by hand for the same reason. */
export const PlainSign = ({ children }: { children: ReactNode }) => (
  <svg
    aria-hidden="true"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="2"
    strokeLinecap="round"
    strokeLinejoin="round"
  >
    {children}
  </svg>
);
