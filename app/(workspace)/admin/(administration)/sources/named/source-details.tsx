'use client';

import { CircleAlert, SearchX } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { type NamedSource, paths } from '../../../../../../protocol/index.ts';
import { Button, buttonLook } from '../../../../../_ui/button.tsx';
import { Empty } from '../../../../../_ui/empty.tsx';
import { useErrorText } from '../../../../../_ui/error-text.ts';
import { Skeleton } from '../../../../../_ui/skeleton.tsx';
import { MappingEditor } from './mapping-editor.tsx';
import { NamedPage } from './named-page.tsx';
import { SourceDeeds } from './source-deeds.tsx';
import { SourceSecret } from './source-secret.tsx';
import { SourceSettings } from './source-settings.tsx';
import { useSourceWords } from './use-source-words.ts';
import { useSources } from './use-sources.ts';

const Address = ({ sourceKey }: { sourceKey: string }) => {
  const t = useTranslations('namedSources');
  return (
    <section aria-label={t('address')} className="flex flex-col gap-1">
      <h2 className="font-medium text-sm">{t('address')}</h2>
      <output className="block select-all break-all rounded-md bg-sunken px-3 py-2 font-mono text-sm">
        {`${window.location.origin}${paths.ingest}/${sourceKey}`}
      </output>
      <p className="text-faint text-sm">{t('addressHint')}</p>
    </section>
  );
};

const Standing = ({ source }: { source: NamedSource }) => {
  const t = useTranslations('namedSources');
  const { stateOf, problemsOf } = useSourceWords();
  return (
    <div role="status" className="flex flex-col gap-1">
      <p className="font-medium">{source.paused ? t('pausedHint') : stateOf(source)}</p>
      {problemsOf(source).map((problem) => (
        <p key={problem} className="wrap-anywhere flex items-start gap-1 text-danger-ink">
          <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden /> {problem}
        </p>
      ))}
    </div>
  );
};

/** One source that an admin has named: how it is doing, and all that can be changed of it. */
export const SourceDetails = ({ sourceKey }: { sourceKey: string }) => {
  const t = useTranslations();
  const errorText = useErrorText();
  const { sources, error, renew } = useSources();
  const source = sources?.find(({ key, setting }) => key === sourceKey && setting === null);
  if (sources === null)
    return (
      <NamedPage title={sourceKey}>
        {error === null ? (
          <Skeleton className="h-60" />
        ) : (
          <Empty icon={<CircleAlert aria-hidden />} title={t('namedSources.loadFailed')} hint={errorText(error)}>
            <Button onClick={() => void renew()}>{t('actions.tryAgain')}</Button>
          </Empty>
        )}
      </NamedPage>
    );
  if (source === undefined)
    return (
      <NamedPage title={sourceKey}>
        <Empty icon={<SearchX aria-hidden />} title={t('namedSources.missing')} hint={t('namedSources.missingHint')}>
          <Link href="/admin/sources" className={buttonLook({})}>
            {t('namedSources.toList')}
          </Link>
        </Empty>
      </NamedPage>
    );
  return (
    <NamedPage title={source.name} lead={`${t(`namedSources.kinds.${source.kind}`)} · ${source.key}`}>
      <Standing source={source} />
      <SourceDeeds source={source} onChange={renew} />
      {source.kind === 'http' ? <Address sourceKey={source.key} /> : null}
      <SourceSettings key={`settings ${source.key}`} source={source} onChange={renew} />
      <SourceSecret source={source} onChange={renew} />
      <MappingEditor key={`mapping ${source.key}`} source={source} onChange={renew} />
    </NamedPage>
  );
};
