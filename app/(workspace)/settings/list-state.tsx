'use client';

import { useTranslations } from 'use-intl';
import { Button } from '../../_ui/button.tsx';
import { Skeleton } from '../../_ui/skeleton.tsx';

/** Stands in for a list that is not there yet, or could not be had. */
export const ListState = ({ status, onRetry }: { status: 'loading' | 'error'; onRetry: () => void }) => {
  const t = useTranslations();
  if (status === 'loading')
    return (
      <div className="flex flex-col gap-2">
        <Skeleton className="h-12" />
        <Skeleton className="h-12" />
      </div>
    );
  return (
    <p role="alert" className="flex items-center gap-3 text-danger-ink">
      {t('settings.loadFailed')}
      <Button size="sm" onClick={onRetry}>
        {t('actions.tryAgain')}
      </Button>
    </p>
  );
};
