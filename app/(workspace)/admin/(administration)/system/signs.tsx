import type { ReactNode } from 'react';
import { cn } from '../../../../_ui/class-names.ts';

export type Health = 'well' | 'warning' | 'danger' | 'still';

const dots: Record<Health, string> = {
  well: 'bg-online',
  warning: 'bg-away',
  danger: 'bg-danger',
  still: 'bg-control',
};

export const Dot = ({ health, className }: { health: Health; className?: string }) => (
  <span aria-hidden className={cn('size-2 shrink-0 rounded-full', dots[health], className)} />
);

const flows: Record<Health, string> = {
  well: 'animate-flow text-accent',
  warning: 'animate-flow text-away',
  danger: 'text-danger',
  still: 'text-line',
};

/** A line between two parts of the picture: it flows as long as something comes through. */
export const Flow = ({ health, className }: { health: Health; className?: string }) => (
  <span
    aria-hidden
    className={cn(
      'absolute left-1/2 w-0.5 -translate-x-1/2 bg-[length:2px_10px] bg-[linear-gradient(currentColor_60%,transparent_60%)]',
      flows[health],
      className,
    )}
  />
);

export const Figure = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="min-w-0">
    <dt className="truncate text-soft text-xs">{label}</dt>
    <dd className="truncate font-medium tabular-nums">{children}</dd>
  </div>
);

export const Part = ({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) => (
  <section className="flex flex-col gap-3">
    <div>
      <h2 className="font-semibold text-lg">{title}</h2>
      {hint ? <p className="text-soft">{hint}</p> : null}
    </div>
    {children}
  </section>
);
