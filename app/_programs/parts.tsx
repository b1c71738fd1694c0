'use client';

import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../_ui/button.tsx';
import { Skeleton } from '../_ui/skeleton.tsx';
import { toast } from '../_ui/toast.ts';

type SectionProps = {
  id: string;
  title: string;
  hint: string;
  /** The button that makes another one. */
  action: ReactNode;
  children: ReactNode;
};

/** One sort of program; its place in the address is `#id`. */
export const ProgramSection = ({ id, title, hint, action, children }: SectionProps) => (
  <section
    id={id}
    aria-label={title}
    className="flex scroll-mt-4 flex-col gap-4 border-t pt-6 first-of-type:border-t-0 first-of-type:pt-0"
  >
    <div className="flex items-start gap-4 max-sm:flex-col max-sm:gap-2">
      <div className="flex-1">
        <h2 className="font-semibold text-lg">{title}</h2>
        <p className="text-soft">{hint}</p>
      </div>
      {action}
    </div>
    {children}
  </section>
);

type ListProps = {
  label: string;
  status: 'loading' | 'error' | 'ready';
  /** Said where there is none. */
  none: string;
  onRetry: () => void;
  children: readonly ReactNode[];
};

/** A list that is on its way, could not be had, is empty, or is there. */
export const ProgramList = ({ label, status, none, onRetry, children }: ListProps) => {
  const t = useTranslations();
  if (status === 'loading')
    return (
      <div className="flex flex-col gap-2">
        <Skeleton className="h-12" />
        <Skeleton className="h-12" />
      </div>
    );
  if (status === 'error')
    return (
      <p role="alert" className="flex items-center gap-3 text-danger-ink">
        {t('programs.loadFailed')}
        <Button size="sm" onClick={onRetry}>
          {t('actions.tryAgain')}
        </Button>
      </p>
    );
  if (children.length === 0) return <p className="text-soft">{none}</p>;
  return (
    <ul aria-label={label} className="rounded-lg border">
      {children}
    </ul>
  );
};

type RowProps = { icon: ReactNode; title: ReactNode; lines: readonly ReactNode[]; children: ReactNode };

/** One program: what it is, what is to be known of it, and what can be done with it. */
export const ProgramRow = ({ icon, title, lines, children }: RowProps) => (
  <div className="flex min-h-14 items-center gap-3 px-3 py-2 max-sm:flex-wrap">
    <span className="shrink-0 text-soft [&_svg]:size-5" aria-hidden>
      {icon}
    </span>
    <div className="min-w-0 flex-1">
      <div className="truncate font-medium">{title}</div>
      {lines.map((line, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a row are always the same ones
        <div key={place} className="wrap-anywhere text-soft text-sm empty:hidden">
          {line}
        </div>
      ))}
    </div>
    <div className="flex shrink-0 gap-2">{children}</div>
  </div>
);

/** The only time that a secret can be read. */
export const SecretOnce = ({
  label,
  hint,
  value,
  onDone,
}: {
  label: string;
  hint: string;
  value: string;
  onDone: () => void;
}) => {
  const t = useTranslations();
  const copy = () => void navigator.clipboard.writeText(value).then(() => toast.success(t('app.copied')));
  return (
    <div role="status" className="flex flex-col gap-3 rounded-lg border border-accent bg-accent-wash p-3">
      <p className="font-medium">{hint}</p>
      <output
        aria-label={label}
        className="block select-all break-all rounded-md bg-canvas px-3 py-2 font-mono text-sm"
      >
        {value}
      </output>
      <div className="flex gap-2">
        <Button kind="primary" onClick={copy}>
          <Copy aria-hidden /> {t('actions.copy')}
        </Button>
        <Button onClick={onDone}>{t('actions.done')}</Button>
      </div>
    </div>
  );
};
