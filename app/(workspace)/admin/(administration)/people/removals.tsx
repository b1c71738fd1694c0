'use client';

import { useCallback, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { MessageRemoval } from '../../../../../protocol/index.ts';
import { useLive } from '../../../../_live/core/hooks.ts';

const pace = 2_000;

/** How far the removal of messages of deleted accounts is; asked again for as long as one goes on. */
export const useRemovals = () => {
  const live = useLive();
  const [removals, setRemovals] = useState<readonly MessageRemoval[]>([]);
  const renew = useCallback(async () => {
    const answer = await live.request('account:removals', {});
    // What cannot be had now comes with the next time: the page is about something else.
    if (answer.ok) setRemovals(answer.data.removals);
  }, [live]);
  useEffect(() => void renew(), [renew]);
  const goesOn = removals.some(({ endedAt }) => endedAt === null);
  useEffect(() => {
    if (!goesOn) return;
    const timer = setInterval(() => void renew(), pace);
    return () => clearInterval(timer);
  }, [goesOn, renew]);
  return { removals, renew };
};

/** What is being removed, and was of late; nothing where there is nothing of it. */
export const Removals = ({ removals }: { removals: readonly MessageRemoval[] }) => {
  const t = useTranslations('accounts');
  return (
    <ul aria-label={t('removals')} aria-live="polite" className="rounded-lg border bg-panel empty:hidden">
      {removals.map(({ userId, removed, endedAt }) => (
        <li key={userId} className="border-b px-3 py-2 text-soft text-sm last:border-0">
          {t(endedAt === null ? 'removing' : 'wasRemoved', { count: removed })}
        </li>
      ))}
    </ul>
  );
};
