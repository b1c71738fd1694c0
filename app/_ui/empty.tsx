import type { ReactNode } from 'react';

type EmptyProps = { icon: ReactNode; title: string; hint?: ReactNode; children?: ReactNode; level?: 'h1' | 'h2' };

/** Says that there is nothing yet, and what to do next. */
export const Empty = ({ icon, title, hint, children, level: Heading = 'h2' }: EmptyProps) => (
  <div className="m-auto flex max-w-110 flex-col items-center gap-2 p-6 text-center">
    <div className="mb-2 grid size-12 place-items-center rounded-xl bg-accent-wash text-accent-ink [&_svg]:size-6">
      {icon}
    </div>
    <Heading className="font-semibold text-lg">{title}</Heading>
    {hint ? <p className="text-soft">{hint}</p> : null}
    {children ? <div className="mt-3 flex flex-wrap justify-center gap-2 empty:hidden">{children}</div> : null}
  </div>
);
