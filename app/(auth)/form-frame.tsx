'use client';

import Link from 'next/link';
import type { FormEvent, ReactNode } from 'react';
import { Button } from '../_ui/button.tsx';
import { isTooLong } from '../_ui/field.tsx';

/** The other way in, below a form. */
export type OtherWay = { question: string; label: string; href: string };

type FormFrameProps = {
  title: string;
  lead: string | undefined;
  action: string;
  busy: boolean;
  error: string | undefined;
  /** Another way to the same, between the form and the other way in. */
  beside?: ReactNode;
  other: OtherWay | { question: string } | undefined;
  onSubmit: () => void;
  children: ReactNode;
};

export const OtherWayIn = ({ question, ...link }: OtherWay | { question: string }) => (
  <p className="mt-6 text-soft">
    {question}{' '}
    {'href' in link ? (
      <Link href={link.href} className="font-medium text-accent-ink underline-offset-4 hover:underline">
        {link.label}
      </Link>
    ) : null}
  </p>
);

export const FormFrame = ({ title, lead, action, busy, error, beside, other, onSubmit, children }: FormFrameProps) => {
  const submit = (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    if (!busy && !isTooLong(event)) onSubmit();
  };
  return (
    <>
      <h1 className="font-semibold text-2xl">{title}</h1>
      {lead ? <p className="mt-1 text-soft">{lead}</p> : null}
      <form onSubmit={submit} noValidate className="mt-6 flex flex-col gap-4">
        {children}
        <p role="alert" className="text-danger-ink empty:hidden">
          {error}
        </p>
        {/* Not disabled while it is busy: a disabled button loses the focus to the page. */}
        <Button
          type="submit"
          kind="primary"
          size="lg"
          aria-disabled={busy}
          className="aria-disabled:cursor-progress aria-disabled:opacity-60"
        >
          {action}
        </Button>
      </form>
      {beside}
      {other ? <OtherWayIn {...other} /> : null}
    </>
  );
};
