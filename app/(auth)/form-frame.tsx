'use client';

import Link from 'next/link';
import type { FormEvent, ReactNode } from 'react';
import { Button } from '../_ui/button.tsx';

type FormFrameProps = {
  title: string;
  lead: string;
  action: string;
  busy: boolean;
  error: string | undefined;
  other: { question: string; label: string; href: string };
  onSubmit: () => void;
  children: ReactNode;
};

export const FormFrame = ({ title, lead, action, busy, error, other, onSubmit, children }: FormFrameProps) => {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) onSubmit();
  };
  return (
    <>
      <h1 className="font-semibold text-2xl">{title}</h1>
      <p className="mt-1 text-soft">{lead}</p>
      <form onSubmit={submit} noValidate className="mt-6 flex flex-col gap-4">
        {children}
        <p role="alert" className="text-danger-ink empty:hidden">
          {error}
        </p>
        <Button type="submit" kind="primary" size="lg" disabled={busy}>
          {action}
        </Button>
      </form>
      <p className="mt-6 text-soft">
        {other.question}{' '}
        <Link href={other.href} className="font-medium text-accent-ink underline-offset-4 hover:underline">
          {other.label}
        </Link>
      </p>
    </>
  );
};
