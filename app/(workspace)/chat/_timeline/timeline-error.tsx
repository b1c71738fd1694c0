'use client';

import { CloudOff } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '../../../_ui/button.tsx';
import { Empty } from '../../../_ui/empty.tsx';

/** The messages could not be had. */
export default function TimelineError({ onRetry }: { onRetry: () => void }) {
  const t = useTranslations();
  return (
    <Empty icon={<CloudOff aria-hidden />} title={t('chat.errorTitle')} hint={t('chat.errorHint')}>
      <Button kind="primary" onClick={onRetry}>
        {t('actions.tryAgain')}
      </Button>
    </Empty>
  );
}
