'use client';

import { CircleAlert, Globe, Inbox, type LucideIcon, Pause, Rabbit, Rows3, Waves } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import type { NamedSource } from '../../../../../../protocol/index.ts';
import { Button, buttonLook } from '../../../../../_ui/button.tsx';
import { Skeleton } from '../../../../../_ui/skeleton.tsx';
import { useSourceWords } from './use-source-words.ts';
import { useSources } from './use-sources.ts';

const icons: Record<NamedSource['kind'], LucideIcon> = {
  kafka: Waves,
  rabbitmq: Rabbit,
  'redis-stream': Rows3,
  http: Globe,
};

const Row = ({ source }: { source: NamedSource }) => {
  const t = useTranslations('namedSources');
  const { linesOf, stateOf, problemsOf } = useSourceWords();
  const Icon = source.paused ? Pause : icons[source.kind];
  const isNamed = source.setting === null;
  return (
    <li className="flex items-center gap-3 border-b px-3 py-2 last:border-0 max-sm:flex-wrap">
      <Icon className="size-5 shrink-0 text-soft" aria-hidden />
      <div className="min-w-0 flex-1">
        <div className="truncate font-medium">
          {isNamed ? (
            <Link href={`/admin/sources/${source.key}`} className="hover:underline">
              <bdi>{source.name}</bdi>
            </Link>
          ) : (
            t(`kinds.${source.kind}`)
          )}
        </div>
        {[isNamed ? source.key : '', ...linesOf(source)].map((line, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a row are always the same ones
          <div key={place} className="wrap-anywhere text-soft text-sm empty:hidden">
            {line}
          </div>
        ))}
        {problemsOf(source).map((problem) => (
          <p key={problem} className="wrap-anywhere flex items-start gap-1 text-danger-ink text-sm">
            <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden /> {problem}
          </p>
        ))}
      </div>
      <span className="text-soft text-sm max-sm:ml-8">{stateOf(source)}</span>
    </li>
  );
};

const Rows = () => {
  const t = useTranslations();
  const { sources, error, renew } = useSources();
  if (sources === null && error === null) return <Skeleton className="h-24" />;
  if (sources === null)
    return (
      <p role="alert" className="flex items-center gap-3 text-danger-ink">
        {t('namedSources.loadFailed')}
        <Button size="sm" onClick={() => void renew()}>
          {t('actions.tryAgain')}
        </Button>
      </p>
    );
  if (sources.length === 0)
    return (
      <p className="flex items-center gap-2 text-soft">
        <Inbox className="size-5 shrink-0" aria-hidden /> {t('namedSources.none')}
      </p>
    );
  return (
    <ul aria-label={t('namedSources.title')} className="rounded-lg border">
      {sources.map((source) => (
        <Row key={source.key} source={source} />
      ))}
    </ul>
  );
};

/** Where tickets come from: what the settings name, and what admins named. */
export const SourceList = () => {
  const t = useTranslations('namedSources');
  return (
    <section aria-label={t('title')} className="flex flex-col gap-3">
      <div className="flex items-start gap-4 max-sm:flex-col max-sm:gap-2">
        <div className="flex-1">
          <h2 className="font-semibold text-lg">{t('title')}</h2>
          <p className="text-soft">{t('hint')}</p>
        </div>
        <Link href="/admin/sources/new" className={buttonLook({})}>
          {t('new')}
        </Link>
      </div>
      <Rows />
    </section>
  );
};
