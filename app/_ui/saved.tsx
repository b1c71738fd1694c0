'use client';

import { Check } from 'lucide-react';
import { useTranslations } from 'use-intl';

/** Says beside a field that what was chosen holds. */
export const Saved = ({ is }: { is: boolean }) => {
  const t = useTranslations('app');
  return (
    <span role="status" className="flex items-center gap-1 text-soft text-sm">
      {is ? (
        <>
          <Check className="size-4" aria-hidden /> {t('saved')}
        </>
      ) : null}
    </span>
  );
};
