'use client';

import { useTranslations } from 'use-intl';
import type { Deed, Rejection } from '../../../../protocol/index.ts';
import { usePerson } from '../../../_live/people/hooks.ts';
import { useSourceNames } from '../../../_sources/source-names.ts';
import { When } from '../../../_ui/when.tsx';

const Line = ({ deed }: { deed: Deed }) => {
  const t = useTranslations('tickets');
  const name = usePerson(deed.byId)?.name ?? t('somebody');
  const assignee = usePerson(deed.assigneeId ?? deed.byId)?.name ?? t('somebody');
  const text =
    deed.kind === 'assign' && deed.assigneeId === null
      ? t('deeds.unassign', { name })
      : t(`deeds.${deed.kind}`, { name, assignee });
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-3 py-1">
      <bdi>{text}</bdi>
      <span className="text-faint text-sm">
        <When at={deed.at} />
      </span>
    </li>
  );
};

type TicketHistoryProps = { rejection: Rejection; history: readonly Deed[] };

/** Who did what with it, the latest first, down to its arrival. */
export const TicketHistory = ({ rejection: { receivedAt, source }, history }: TicketHistoryProps) => {
  const t = useTranslations('tickets');
  const sourceName = useSourceNames([source], (one) => t(`sources.${one}`));
  return (
    <section aria-label={t('history')} className="border-t py-3">
      <h3 className="mb-1 font-medium text-sm">{t('history')}</h3>
      <ol>
        {history.map((deed) => (
          <Line key={`${deed.version} ${deed.kind}`} deed={deed} />
        ))}
        <li className="flex flex-wrap items-baseline justify-between gap-x-3 py-1">
          {t('deeds.receive', { source: sourceName(source) })}
          <span className="text-faint text-sm">
            <When at={receivedAt} />
          </span>
        </li>
      </ol>
    </section>
  );
};
