'use client';

import { useTranslations } from 'use-intl';
import type { Rejection, TimelineItem } from '../../../../protocol/index.ts';
import { useMe } from '../../../_live/connection/hooks.ts';
import { usePersonName } from '../../../_people/names.ts';
import { useSourceNames } from '../../../_sources/source-names.ts';
import { useMoments } from '../../../_ui/moments.ts';
import { useOutcomeName } from './outcome-name.ts';

/** @returns what happened, in a sentence */
export const useTimelineWords = (item: TimelineItem, rejection: Rejection): string => {
  const t = useTranslations('tickets');
  const moments = useMoments();
  const outcomeName = useOutcomeName();
  const sourceName = useSourceNames([rejection.source], (source) => t(`sources.${source}`));
  // A hook asks for somebody in any case.
  const me = useMe();
  const by = usePersonName(item.byId ?? me.id).name;
  const name = item.byId === null ? t('switchboard') : by;
  const assignee = usePersonName(item.assigneeId ?? me.id).name;
  const holder = usePersonName(item.holderId ?? me.id).name;
  switch (item.kind) {
    case 'assign':
      return item.assigneeId === null ? t('deeds.unassign', { name }) : t('deeds.assign', { name, assignee });
    case 'resolve':
      return item.outcome === null
        ? t('deeds.resolve', { name })
        : t('deeds.resolveAs', { name, outcome: outcomeName(item.outcome) });
    case 'snooze':
      return item.until === null
        ? t('deeds.snoozeTimes', { name, count: item.times ?? 1 })
        : t('deeds.snooze', { name, until: moments.full(Date.parse(item.until)) });
    case 'wake':
      return item.times === null ? t('deeds.wake') : t('deeds.wakeTimes', { count: item.times });
    case 'expire':
      return t('deeds.expire', { name: item.holderId === null ? t('somebody') : holder });
    case 'receive':
      return t('deeds.receive', { source: sourceName(rejection.source) });
    case 'note':
      return t('deeds.note', { name });
    default:
      return t(`deeds.${item.kind}`, { name });
  }
};
