'use client';

import { CloudOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../../_ui/button.tsx';
import { Empty } from '../../../_ui/empty.tsx';
import { useErrorText } from '../../../_ui/error-text.ts';
import { Skeleton } from '../../../_ui/skeleton.tsx';
import type { Pages } from './use-pages.ts';

const Meanwhile = () => (
  <div className="flex flex-col gap-2">
    {['one', 'two', 'three', 'four', 'five'].map((name) => (
      <Skeleton key={name} className="h-14" />
    ))}
  </div>
);

type PagedListProps<Item> = {
  label: string;
  pages: Pages<Item>;
  row: (item: Item) => ReactNode;
  /** Stands where there is nothing. */
  none: { icon: ReactNode; title: string };
  /** Takes the filter away, where there is one. */
  onClear: (() => void) | undefined;
};

/** A list of Administration: while it comes, when there is nothing, when it cannot be had, and what follows. */
export const PagedList = <Item,>({ label, pages, row, none, onClear }: PagedListProps<Item>) => {
  const t = useTranslations();
  const errorText = useErrorText();
  const { items, hasMore, error, isLoading, renew, more } = pages;
  if (items === null && error !== null)
    return (
      <Empty icon={<CloudOff aria-hidden />} title={t('administration.unknown')} hint={errorText(error)}>
        <Button onClick={() => void renew()}>{t('actions.tryAgain')}</Button>
      </Empty>
    );
  if (items === null) return <Meanwhile />;
  if (items.length === 0 && !hasMore)
    return (
      <Empty icon={none.icon} title={none.title}>
        {onClear ? <Button onClick={onClear}>{t('administration.clearFilters')}</Button> : null}
      </Empty>
    );
  return (
    <>
      <ul aria-label={label} aria-busy={isLoading} className="rounded-lg border empty:hidden">
        {items.map(row)}
      </ul>
      {error === null ? null : (
        <p role="alert" className="text-danger-ink">
          {errorText(error)}
        </p>
      )}
      {hasMore ? (
        <Button className="self-center" aria-disabled={isLoading} onClick={() => isLoading || void more()}>
          {t(items.length === 0 ? 'administration.lookFurther' : 'actions.loadMore')}
        </Button>
      ) : null}
    </>
  );
};
