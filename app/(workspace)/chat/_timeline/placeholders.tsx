'use client';

import { CloudOff } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '../../../_ui/button.tsx';
import { Empty } from '../../../_ui/empty.tsx';
import { Skeleton } from '../../../_ui/skeleton.tsx';
import { Unsent } from './unsent.tsx';

const widths = [62, 38, 71, 45, 55, 30, 66, 48];

/** Skeletons of what is to come, and below them what one has written and is not sent yet. */
export const TimelineLoading = ({ id }: { id: string }) => (
  <div className="flex min-h-full flex-col justify-end gap-5 pb-4">
    {widths.map((width) => (
      <div key={width} className="flex gap-3 px-5">
        <Skeleton className="size-9" />
        <div className="flex flex-1 flex-col gap-2 pt-1">
          <Skeleton className="h-3 w-28" />
          <div style={{ width: `${width}%` }}>
            <Skeleton className="h-3" />
          </div>
        </div>
      </div>
    ))}
    <Unsent id={id} />
  </div>
);

export const TimelineError = ({ onRetry }: { onRetry: () => void }) => {
  const t = useTranslations();
  return (
    <Empty icon={<CloudOff aria-hidden />} title={t('chat.errorTitle')} hint={t('chat.errorHint')}>
      <Button kind="primary" onClick={onRetry}>
        {t('actions.tryAgain')}
      </Button>
    </Empty>
  );
};
