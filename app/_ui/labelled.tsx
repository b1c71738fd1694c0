import type { ReactNode } from 'react';

/** Writes above a control what it is for, where the control says so to screen readers alone. */
export const Labelled = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="flex flex-col items-start gap-1">
    <span className="font-medium text-sm" aria-hidden>
      {label}
    </span>
    {children}
  </div>
);
