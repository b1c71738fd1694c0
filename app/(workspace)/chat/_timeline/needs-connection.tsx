'use client';

import { CloudOff } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Empty } from '../../../_ui/empty.tsx';

/** In the place of messages that are not on this device. */
export default function NeedsConnection() {
  const t = useTranslations('chat');
  return (
    <div className="flex flex-1">
      <Empty icon={<CloudOff aria-hidden />} title={t('needsConnectionTitle')} hint={t('needsConnectionHint')} />
    </div>
  );
}
