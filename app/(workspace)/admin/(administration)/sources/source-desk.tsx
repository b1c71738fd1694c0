'use client';

import { CloudOff, Inbox } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '../../../../_ui/button.tsx';
import { Empty } from '../../../../_ui/empty.tsx';
import { useErrorText } from '../../../../_ui/error-text.ts';
import { Skeleton } from '../../../../_ui/skeleton.tsx';
import { BookCard } from './book-card.tsx';
import { GapList } from './gap-list.tsx';
import { SourceList } from './named/source-list.tsx';
import { useBooks } from './use-books.ts';

/** Where tickets come from: what each source brought, and what became of it. */
export const SourceDesk = () => {
  const t = useTranslations();
  const errorText = useErrorText();
  const { books, error, renew } = useBooks();
  const bySource = Map.groupBy(books?.books ?? [], ({ source }) => source);
  // Something may be expected of a source that has never brought anything.
  for (const { source } of books?.alarms ?? []) if (!bySource.has(source)) bySource.set(source, []);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <main tabIndex={0} className="min-w-0 flex-1 overflow-y-auto outline-offset-[-2px]">
      <div className="mx-auto flex max-w-220 flex-col gap-5 px-5 py-8 max-sm:px-3 max-sm:py-5">
        <h1 className="font-semibold text-2xl">{t('sources.title')}</h1>
        <SourceList />
        <div>
          <h2 className="font-semibold text-lg">{t('sources.books')}</h2>
          <p className="text-soft">{t('sources.hint')}</p>
        </div>
        {books === null && error === null ? <Skeleton className="h-40" /> : null}
        {books === null && error !== null ? (
          <Empty icon={<CloudOff aria-hidden />} title={t('administration.unknown')} hint={errorText(error)}>
            <Button onClick={renew}>{t('actions.tryAgain')}</Button>
          </Empty>
        ) : null}
        {books !== null && bySource.size === 0 ? (
          <Empty icon={<Inbox aria-hidden />} title={t('sources.none')} />
        ) : null}
        {[...bySource].map(([source, parts]) => (
          <BookCard
            key={source}
            source={source}
            parts={parts}
            alarms={(books?.alarms ?? []).filter((alarm) => alarm.source === source)}
            expected={books?.expected.find((one) => one.source === source) ?? null}
            onChanged={renew}
          />
        ))}
        <GapList gaps={books?.gaps ?? []} />
      </div>
    </main>
  );
};
