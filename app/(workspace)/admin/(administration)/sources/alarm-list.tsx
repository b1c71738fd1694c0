'use client';

import { OctagonAlert } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { SourceAlarm } from '../../../../../protocol/index.ts';
import { When } from '../../../../_ui/when.tsx';

/** What is wrong with a source, in words. */
export const AlarmList = ({ alarms }: { alarms: readonly SourceAlarm[] }) => {
  const t = useTranslations('sources');
  if (alarms.length === 0) return null;
  return (
    <ul aria-label={t('alarms')} className="flex flex-col gap-2">
      {alarms.map(({ kind, topic, partition, since }) => (
        <li
          key={`${kind} ${topic} ${partition}`}
          className="flex items-start gap-2 rounded-lg bg-danger-wash px-3 py-2 text-danger-ink"
        >
          <OctagonAlert className="size-5 shrink-0" aria-hidden />
          <span className="min-w-0 flex-1">
            {t(`alarm.${kind}`, { place: topic === null ? t('thisSource') : `${topic} · ${partition}` })}
          </span>
          <span className="shrink-0 text-sm">
            <When at={since} />
          </span>
        </li>
      ))}
    </ul>
  );
};
