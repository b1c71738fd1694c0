import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';

/** The frame of a page about one source, with the way back to all of them. */
export const NamedPage = ({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) => {
  const t = useTranslations('namedSources');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <main tabIndex={0} className="min-w-0 flex-1 overflow-y-auto outline-offset-[-2px]">
      <div className="mx-auto flex max-w-220 flex-col gap-5 px-5 py-8 max-sm:px-3 max-sm:py-5">
        <Link href="/admin/sources" className="flex items-center gap-1 self-start text-soft text-sm hover:text-ink">
          <ArrowLeft className="size-4" aria-hidden /> {t('toList')}
        </Link>
        <div>
          <h1 className="wrap-anywhere font-semibold text-2xl">{title}</h1>
          {lead === undefined ? null : <p className="wrap-anywhere text-soft">{lead}</p>}
        </div>
        {children}
      </div>
    </main>
  );
};
