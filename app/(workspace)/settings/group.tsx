import type { ReactNode } from 'react';

type GroupProps = {
  /** Its place in the address: `/settings#id`. */
  id: string;
  title: string;
  hint?: string;
  children: ReactNode;
};

/** One subject of the settings. */
export const Group = ({ id, title, hint, children }: GroupProps) => (
  <section
    id={id}
    className="flex scroll-mt-4 flex-col gap-4 border-t pt-6 first-of-type:border-t-0 first-of-type:pt-0"
  >
    <div>
      <h2 className="font-semibold text-lg">{title}</h2>
      {hint ? <p className="text-soft">{hint}</p> : null}
    </div>
    {children}
  </section>
);
