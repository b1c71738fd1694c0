import type { ReactNode } from 'react';

/** One line across the page that says what is out of order. */
export const Bar = ({ icon, children, action }: { icon: ReactNode; children: ReactNode; action?: ReactNode }) => (
  <div className="flex min-h-8 shrink-0 items-center justify-center gap-2 border-b bg-warning-wash px-3 py-1 text-sm text-warning-ink [&_svg]:size-4 [&_svg]:shrink-0">
    {icon}
    <span>{children}</span>
    {action}
  </div>
);
