'use client';

import type { ReactNode } from 'react';
import { Saved } from '../../../../_ui/saved.tsx';

type SettingProps = {
  title: string;
  hint?: string;
  error?: string | undefined;
  isSaved: boolean;
  children: ReactNode;
};

/** One thing to decide, with what came of it beside it. */
export const Setting = ({ title, hint, error, isSaved, children }: SettingProps) => (
  <section className="flex flex-col items-start gap-2 border-t pt-5">
    <div>
      <h2 className="font-semibold">{title}</h2>
      {hint ? <p className="text-soft">{hint}</p> : null}
    </div>
    <div className="flex w-full flex-wrap items-center gap-3">
      {children}
      <Saved is={isSaved} />
    </div>
    <p role="alert" className="text-danger-ink text-sm empty:hidden">
      {error}
    </p>
  </section>
);
