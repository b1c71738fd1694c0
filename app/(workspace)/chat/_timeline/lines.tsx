'use client';

import { useTranslations } from 'use-intl';
import { useMoments, useNow } from '../../../_ui/moments.ts';

/** Between two days. */
export const DayLine = ({ at }: { at: number }) => {
  const moments = useMoments();
  const now = useNow('minute');
  return (
    <div className="flex h-10 items-center gap-3 px-5 pt-2 max-sm:px-3">
      <span className="h-px flex-1 bg-line" />
      <h2 className="font-medium text-soft text-xs">{moments.dayName(at, now)}</h2>
      <span className="h-px flex-1 bg-line" />
    </div>
  );
};

/** Above the first message that was unread when the conversation was opened. */
export const NewLine = () => {
  const t = useTranslations('chat');
  return (
    <div className="flex h-7 items-center gap-3 px-5 pt-1 text-danger-ink max-sm:px-3">
      <span className="h-px flex-1 bg-current opacity-60" />
      <h2 className="font-semibold text-xs">{t('new')}</h2>
    </div>
  );
};
