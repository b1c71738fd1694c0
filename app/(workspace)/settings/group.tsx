import type { ReactNode } from 'react';

type GroupProps = { title: string; hint?: string; children: ReactNode };

/** One subject of the settings. */
export const Group = ({ title, hint, children }: GroupProps) => (
  <section className="flex flex-col gap-4 border-t pt-6">
    <div>
      <h2 className="font-semibold text-lg">{title}</h2>
      {hint ? <p className="text-soft">{hint}</p> : null}
    </div>
    {children}
  </section>
);
