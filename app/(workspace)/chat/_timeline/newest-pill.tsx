'use client';

import { ArrowDown } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '../../../_ui/button.tsx';

type NewestPillProps = { count: number; onPress: () => void };

/** Counts what arrived below while the reader is further up, and leads there. */
export default function NewestPill({ count, onPress }: NewestPillProps) {
  const t = useTranslations('chat');
  return (
    <div className="-translate-x-1/2 absolute bottom-3 left-1/2 animate-appear">
      {count > 0 ? (
        <Button kind="primary" size="pill" className="shadow-raised" onClick={onPress}>
          <ArrowDown aria-hidden /> {t('newCount', { count })}
        </Button>
      ) : (
        <Button size="icon-pill" className="shadow-raised" aria-label={t('toLatest')} onClick={onPress}>
          <ArrowDown />
        </Button>
      )}
    </div>
  );
}
